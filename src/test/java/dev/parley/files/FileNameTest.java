package dev.parley.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the names that clients choose for files. */
class FileNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "cat.png|cat.png|cat.png",
                "../../etc/passwd|passwd|passwd",
                "C:\\Users\\ada\\notes.txt|notes.txt|notes.txt",
                "/|file|file",
                "..|file|file",
                ".htaccess|htaccess|htaccess",
                " my  holiday .jpg |my holiday .jpg|my_holiday_.jpg",
                "photo\u202egnp.exe|photognp.exe|photognp.exe",
                "a\u0000b\u001bc\u200bd.txt|abcd.txt|abcd.txt",
                "<img src=x onerror=alert(1)>|_img src=x onerror=alert(1)_|img_src_x_onerror_alert_1_",
                "\u30c6\u30b9\u30c8.png|\u30c6\u30b9\u30c8.png|png",
                "thumbnail|thumbnail|file",
                "CON:x|CON_x|CON_x"
            })
    void nameIsMadeSafe(String written, String label, String inUrl) {
        FileName name = FileName.of(written);

        assertThat(name.text()).isEqualTo(label);
        assertThat(name.inUrl()).isEqualTo(inUrl).matches("[A-Za-z0-9._-]{1,40}");
    }

    @Test
    void nameHasOneLine() {
        assertThat(FileName.of("a\r\n[file: b.txt").text()).isEqualTo("a [file_ b.txt");
    }

    @Test
    void longNameKeepsItsExtension() {
        FileName name = FileName.of("x".repeat(300) + ".jpeg");

        assertThat(name.text()).hasSize(100).endsWith("x….jpeg");
        assertThat(name.inUrl()).hasSizeLessThanOrEqualTo(40).endsWith(".jpeg");
    }

    @Test
    void longNameIsNotCutWithinACharacter() {
        FileName name = FileName.of("\ud83d\ude00".repeat(200));

        assertThat(name.text().codePointCount(0, name.text().length())).isEqualTo(100);
        assertThat(FileName.of(name.text())).isEqualTo(name);
    }
}
