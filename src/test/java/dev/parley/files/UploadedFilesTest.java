package dev.parley.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.files.image.TestImages;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that files share the life of their messages, and that their space is bounded. */
class UploadedFilesTest {

    private static final String BASE = "http://h/";
    private static final int MAX_SIZE = 100_000;
    private static final int MAX_TOTAL = 150_000;

    @TempDir
    Path folder;

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private UploadedFiles files;

    @BeforeEach
    void start() {
        files = start(Duration.ZERO);
        server.chatServer.addListener(files.listener());
    }

    private UploadedFiles start(Duration retention) {
        return UploadedFiles.start(
                new FileSettings(folder.resolve("files"), MAX_SIZE, MAX_TOTAL, 1_000_000, retention),
                server.history,
                server.scheduler,
                Runnable::run,
                server.scheduler.clock());
    }

    private UploadResult upload(@Nullable RoomName room, String name, byte[] content) {
        UploadResult begun = files.uploads().begin(room, FileName.of(name), content.length, "ada", "192.0.2.1");
        if (begun instanceof UploadResult.Begun going) {
            try {
                assertThat(going.upload().write(content, content.length)).isTrue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return going.upload().finish().toCompletableFuture().join();
        }
        return begun;
    }

    private StoredFile stored(String name, byte[] content) {
        return ((UploadResult.Done) upload(RoomName.LOBBY, name, content)).file();
    }

    private static String line(StoredFile file) {
        return FileLine.of(file, BASE);
    }

    /** Uploads a file and publishes its message. */
    private StoredFile sent(String name) {
        StoredFile file = stored(name, TestImages.latin("content of " + name));
        assertThat(server.publish(ada, line(file))).isInstanceOf(Receipt.class);
        return file;
    }

    private boolean exists(StoredFile file) throws IOException {
        boolean found = files.find(file.token()).isPresent();
        assertThat(Files.exists(files.content(file))).isEqualTo(found);
        return found;
    }

    private List<String> onDisk() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> folder.resolve("files").relativize(path).toString())
                    .toList();
        }
    }

    private static String code(UploadResult result) {
        return ((UploadResult.Refused) result).refusal().code();
    }

    @Test
    void fileIsStoredWithItsPropertiesAndFoundByItsToken() throws Exception {
        StoredFile file = stored("notes.txt", TestImages.latin("hello"));

        assertThat(files.find(file.token())).contains(file);
        assertThat(Files.readString(files.content(file))).isEqualTo("hello");
        assertThat(files.storedBytes()).isEqualTo(5 + FileQuota.OVERHEAD);
        assertThat(onDisk())
                .containsExactlyInAnyOrder(
                        file.token().text() + "/content", file.token().text() + "/properties");
        assertThat(Files.getPosixFilePermissions(folder.resolve("files"))).hasSize(3);
    }

    @Test
    void tokensAreRandom() {
        List<String> tokens = Stream.generate(FileToken::generate)
                .limit(1_000)
                .map(FileToken::text)
                .toList();

        assertThat(tokens)
                .doesNotHaveDuplicates()
                .allMatch(token -> FileToken.parse(token).isPresent());
    }

    @Test
    void deletionOfTheMessageRemovesTheFile() throws Exception {
        StoredFile first = sent("a.txt");
        StoredFile second = sent("b.txt");

        server.get(ada.session().messageRequests().delete(RoomName.LOBBY, 1, null));

        assertThat(exists(first)).isFalse();
        assertThat(exists(second)).isTrue();
        assertThat(files.storedBytes()).isEqualTo(second.bytes() + FileQuota.OVERHEAD);
    }

    @Test
    void deletionByAnOperatorRemovesTheFile() throws Exception {
        StoredFile file = sent("a.txt");

        server.get(server.chatServer
                .operatorMessages()
                .delete(RoomName.LOBBY, 1, server.chatServer.operator(), Operator.CONSOLE));

        assertThat(exists(file)).isFalse();
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void editOfTheMessageRemovesTheFileUnlessItStillContainsIt() throws Exception {
        StoredFile file = sent("a.txt");

        server.get(ada.session()
                .messageRequests()
                .edit(RoomName.LOBBY, 1, line(file).replace("a.txt,", "b.txt,"), null));
        assertThat(exists(file)).isTrue();
        server.get(ada.session().messageRequests().edit(RoomName.LOBBY, 1, "nothing", null));

        assertThat(exists(file)).isFalse();
    }

    @Test
    void messageThatRepeatsTheLineDoesNotKeepOrRemoveTheFile() throws Exception {
        StoredFile file = sent("a.txt");
        server.publish(ada, line(file));

        server.get(ada.session().messageRequests().delete(RoomName.LOBBY, 2, null));
        assertThat(exists(file)).isTrue();
        server.get(ada.session().messageRequests().delete(RoomName.LOBBY, 1, null));

        assertThat(exists(file)).isFalse();
    }

    @Test
    void removalOfTheRoomRemovesItsFiles() throws Exception {
        RoomName tea = new RoomName("tea");
        server.join(ada, tea, new ReplayFrom.Last(0));
        StoredFile file = ((UploadResult.Done) upload(tea, "a.txt", new byte[10])).file();
        RequestResult sent = server.get(ada.session().publish(tea, line(file), false, null));
        assertThat(sent).isInstanceOf(Receipt.class);

        server.chatServer.removeRoom(tea);
        server.advanceTime(Duration.ofSeconds(5));

        assertThat(exists(file)).isFalse();
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void fileOfAnExpiredMessageIsRemovedWithinAnHour() throws Exception {
        StoredFile file = sent("a.txt");

        server.advanceTime(Duration.ofDays(29));
        assertThat(exists(file)).isTrue();
        server.advanceTime(Duration.ofDays(1).plusHours(3));

        assertThat(exists(file)).isFalse();
        assertThat(files.storedBytes()).isZero();
    }

    @Test
    void fileIsRemovedAfterItsOwnRetention() throws Exception {
        StoredFile file = sent("a.txt");
        start(Duration.ofDays(2));

        server.advanceTime(Duration.ofDays(2).plusHours(2));

        assertThat(exists(file)).isFalse();
    }

    @Test
    void uploadThatIsNeverSentIsRemoved() throws Exception {
        StoredFile file = stored("a.txt", new byte[10]);

        server.advanceTime(Duration.ofMinutes(50));
        assertThat(exists(file)).isTrue();
        server.advanceTime(Duration.ofHours(2));

        assertThat(exists(file)).isFalse();
    }

    @Test
    void messageOfALostEventKeepsItsFile() throws Exception {
        TestChatServer crashed = new TestChatServer(TestChatServer.RULES, server.history);
        StoredFile file = stored("a.txt", new byte[10]);
        TestSession bob = crashed.joinLobby("bob");
        crashed.publish(bob, line(file));
        crashed.publish(bob, "later");

        server.advanceTime(Duration.ofHours(3));

        assertThat(exists(file)).isTrue();
        assertThat(files.find(file.token()).orElseThrow().message()).isEqualTo(1);
    }

    @Test
    void nothingIsRemovedWhileMessagesCannotBeRead() throws Exception {
        StoredFile file = sent("a.txt");
        server.advanceTime(Duration.ofDays(29));
        server.history.failWith(new StorageException("no history", false, new IOException()));
        server.advanceTime(Duration.ofDays(2));

        assertThat(exists(file)).isTrue();
        server.history.failWith(null);
        server.advanceTime(Duration.ofHours(3));

        assertThat(exists(file)).isFalse();
    }

    @Test
    void fileOfADirectMessageIsKeptForADay() throws Exception {
        StoredFile file = ((UploadResult.Done) upload(null, "a.txt", new byte[10])).file();

        server.advanceTime(Duration.ofHours(23));
        assertThat(exists(file)).isTrue();
        server.advanceTime(Duration.ofHours(3));

        assertThat(exists(file)).isFalse();
    }

    @Test
    void leftoversOfACrashAreRemovedAtTheNextStart() throws Exception {
        assertThat(files.uploads().begin(RoomName.LOBBY, FileName.of("a"), 10, "ada", "::1"))
                .isInstanceOf(UploadResult.Begun.class);
        StoredFile damaged = stored("b.txt", new byte[10]);
        Path properties =
                folder.resolve("files").resolve(damaged.token().text()).resolve("properties");
        Files.writeString(properties, "token=\\u00");
        for (Path path : List.of(
                properties.getParent(),
                folder.resolve("files").resolve(onlyUpload()).resolve("content"))) {
            Files.setLastModifiedTime(
                    path, FileTime.from(server.scheduler.clock().instant().minus(Duration.ofHours(2))));
        }

        start(Duration.ZERO);

        assertThat(onDisk()).isEmpty();
    }

    private String onlyUpload() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("files"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("upload-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void fullStoreRefusesUploadsUntilFilesAreDeleted() throws Exception {
        StoredFile file = stored("a.bin", new byte[90_000]);
        server.publish(ada, line(file));

        assertThat(code(upload(RoomName.LOBBY, "b.bin", new byte[90_000]))).isEqualTo("files-full");
        assertThat(exists(file)).isTrue();
        server.get(ada.session().messageRequests().delete(RoomName.LOBBY, 1, null));

        assertThat(upload(RoomName.LOBBY, "b.bin", new byte[90_000])).isInstanceOf(UploadResult.Done.class);
    }

    @Test
    void uploadsUnderWayCountAndGiveTheirSpaceBack() {
        Upload first = ((UploadResult.Begun) files.uploads().begin(RoomName.LOBBY, FileName.of("a"), -1, "ada", "::1"))
                .upload();

        assertThat(code(upload(RoomName.LOBBY, "b.bin", new byte[60_000]))).isEqualTo("files-full");
        first.abort();
        first.abort();

        assertThat(upload(RoomName.LOBBY, "b.bin", new byte[60_000])).isInstanceOf(UploadResult.Done.class);
    }

    @Test
    void fullDiskRefusesUploads() {
        FileQuota quota = new FileQuota(1_000_000, 1_000_000, () -> FileQuota.RESERVE + 50);

        assertThat(quota.reserve("ada", 51)).isEqualTo(FileQuota.Answer.FULL);
        assertThat(quota.reserve("ada", 50)).isEqualTo(FileQuota.Answer.RESERVED);
        assertThat(quota.reserve("bob", 1)).isEqualTo(FileQuota.Answer.FULL);
    }

    @Test
    void userHasAShareOfTheSpaceAlsoAfterARestart() throws Exception {
        FileQuota quota = new FileQuota(1_000, 100, () -> Long.MAX_VALUE);
        quota.set(Map.of("ada", 60L, "", 500L));

        assertThat(quota.reserve("ada", 30)).isEqualTo(FileQuota.Answer.RESERVED);
        assertThat(quota.reserve("ada", 11)).isEqualTo(FileQuota.Answer.USER_FULL);
        assertThat(quota.reserve("bob", 100)).isEqualTo(FileQuota.Answer.RESERVED);
        quota.release("ada", 30);
        quota.add("ada", -60);
        assertThat(quota.reserve("ada", 100)).isEqualTo(FileQuota.Answer.RESERVED);
        assertThat(quota.stored()).isEqualTo(500);
        assertThat(stored("a.bin", new byte[10]).owner()).isEqualTo("ada");
    }

    @Test
    void fileAboveTheLimitIsRefusedAndLeavesNothing() throws Exception {
        assertThat(code(files.uploads().begin(RoomName.LOBBY, FileName.of("a"), MAX_SIZE + 1, "ada", "::1")))
                .isEqualTo("file-too-large");
        Upload endless = ((UploadResult.Begun)
                        files.uploads().begin(RoomName.LOBBY, FileName.of("a"), -1, "ada", "::1"))
                .upload();

        assertThat(endless.write(new byte[MAX_SIZE], MAX_SIZE)).isTrue();
        assertThat(endless.write(new byte[1], 1)).isFalse();
        endless.abort();

        assertThat(onDisk()).isEmpty();
    }

    @Test
    void emptyFileIsRefused() throws Exception {
        Upload empty = ((UploadResult.Begun) files.uploads().begin(RoomName.LOBBY, FileName.of("a"), -1, "ada", "::1"))
                .upload();

        assertThat(code(upload(RoomName.LOBBY, "a", new byte[0]))).isEqualTo("file-empty");
        assertThat(code(empty.finish().toCompletableFuture().join())).isEqualTo("file-empty");
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void refusedImagesLeaveNothing() throws Exception {
        assertThat(code(upload(RoomName.LOBBY, "bomb.png", TestImages.bomb(30_000, 30_000))))
                .isEqualTo("image-too-large");
        assertThat(code(upload(RoomName.LOBBY, "cut.gif", TestImages.latin("GIF89a......"))))
                .isEqualTo("image-unreadable");

        assertThat(onDisk()).isEmpty();
        assertThat(files.storedBytes()).isZero();
    }
}
