package dev.parley.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ReplyTo;
import dev.parley.files.image.ImageSize;
import dev.parley.files.image.ImageType;
import dev.parley.text.FilePreview;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the text of a message with a file. */
class FileLineTest {

    private static final String TOKEN = "abcdefghijklmnopqrstuv";

    private static StoredFile file(String name, boolean image) {
        return new StoredFile(
                new FileToken(TOKEN),
                null,
                FileName.of(name),
                image ? ImageType.PNG : null,
                image ? new ImageSize(640, 480) : null,
                null,
                12_345,
                Instant.EPOCH,
                0,
                "");
    }

    @Test
    void lineNamesTheFileItsSizeAndItsAddress() {
        assertThat(FileLine.of(file("cat.png", true), "http://192.168.1.5:8080/"))
                .isEqualTo("[image: cat.png, 640×480, http://192.168.1.5:8080/files/" + TOKEN + "/cat.png]");
        assertThat(FileLine.of(file("my notes.txt", false), "https://chat.example/a/"))
                .isEqualTo("[file: my notes.txt, 12 kB, https://chat.example/a/files/" + TOKEN + "/my_notes.txt]");
    }

    @Test
    void previewNamesKindAndNameOnly() {
        assertThat(FilePreview.of(FileLine.of(file("a, b.png", true), "http://h/")))
                .isEqualTo("[image: a, b.png]");
        assertThat(FilePreview.of(FileLine.of(file("notes.txt", false), "http://h/")))
                .isEqualTo("[file: notes.txt]");
        assertThat(FilePreview.of("[image: x]")).isEqualTo("[image: x]");
        assertThat(ReplyTo.preview(FileLine.of(file("cat.png", true), "http://h/") + "\n"))
                .isEqualTo("[image: cat.png]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat.png", "a, b, c.txt", "], [x].txt", "[image: x, 1×1, y].png", "\u30c6.png"})
    void tokenIsFoundInEveryLine(String name) {
        assertThat(FileLine.tokenIn(FileLine.of(file(name, true), "http://h/"))).contains(new FileToken(TOKEN));
        assertThat(FileLine.tokenIn(FileLine.of(file(name, false), "http://h/")))
                .contains(new FileToken(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "see /files/" + TOKEN + "/x",
                "[image: x, 1×1, http://h/files/short/x]",
                "look: [image: x, 1×1, http://h/files/" + TOKEN + "/x]",
                "[image: x, 1×1, http://h/files/" + TOKEN + "/x] nice",
                "[movie: x, 1×1, http://h/files/" + TOKEN + "/x]"
            })
    void otherTextsHaveNoToken(String text) {
        assertThat(FileLine.tokenIn(text)).isEmpty();
    }

    @Test
    void longTextIsSearchedInLittleTime() {
        String text = "[file: " + ", /files/".repeat(1_000) + "]";
        long before = System.nanoTime();

        assertThat(FileLine.tokenIn(text)).isEmpty();

        assertThat(System.nanoTime() - before).isLessThan(500_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1 B",
        "999,999 B",
        "1000,1.0 kB",
        "9949,9.9 kB",
        "9950,10 kB",
        "999499,999 kB",
        "999500,1.0 MB",
        "10000000,10 MB",
        "2147483648,2.1 GB"
    })
    void sizesAreRounded(long bytes, String text) {
        assertThat(FileLine.bytes(bytes)).isEqualTo(text);
    }
}
