package dev.parley.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.TestChatServer;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the number of uploads at the same time, and of small files. */
class UploadLimitsTest {

    private static final int MAX_TOTAL = 1_000_000;

    @TempDir
    Path folder;

    private UploadedFiles files;

    @BeforeEach
    void start() {
        TestChatServer server = new TestChatServer();
        files = UploadedFiles.start(
                new FileSettings(folder.resolve("files"), 100_000, MAX_TOTAL, 2 * MAX_TOTAL, Duration.ZERO),
                server.history,
                server.scheduler,
                Runnable::run,
                server.scheduler.clock());
    }

    private UploadResult upload() throws IOException {
        UploadResult begun = files.uploads().begin(RoomName.LOBBY, FileName.of("a"), 1, "ada", "192.0.2.1");
        if (begun instanceof UploadResult.Begun going) {
            going.upload().write(new byte[1], 1);
            return going.upload().finish().toCompletableFuture().join();
        }
        return begun;
    }

    private static String code(UploadResult result) {
        return ((UploadResult.Refused) result).refusal().code();
    }

    @Test
    void smallFilesWithoutEndAreRefusedByWhatTheyTakeOnTheDisk() throws IOException {
        int stored = 0;
        while (stored < 100 && upload() instanceof UploadResult.Done) {
            stored++;
        }

        assertThat(stored).isEqualTo(MAX_TOTAL / (FileQuota.OVERHEAD + 1));
        assertThat(code(upload())).isEqualTo("files-full");
    }

    @Test
    void usersAndAddressesHaveALimitOfUploadsAtTheSameTime() {
        for (int i = 0; i < 4; i++) {
            assertThat(begin("ada", "192.0.2.1")).isInstanceOf(UploadResult.Begun.class);
        }
        assertThat(code(begin("ada", "192.0.2.2"))).isEqualTo("too-many-uploads");
        for (int i = 0; i < 12; i++) {
            assertThat(begin("user" + i, "192.0.2.1")).isInstanceOf(UploadResult.Begun.class);
        }

        UploadResult refused = begin("bob", "192.0.2.1");

        assertThat(code(refused)).isEqualTo("too-many-uploads");
        Refusal refusal = ((UploadResult.Refused) refused).refusal();
        assertThat(refusal.retryAfter()).isPositive();
        assertThat(begin("bob", "192.0.2.2")).isInstanceOf(UploadResult.Begun.class);
    }

    private UploadResult begin(String user, String address) {
        return files.uploads().begin(RoomName.LOBBY, FileName.of("a"), 10, user, address);
    }
}
