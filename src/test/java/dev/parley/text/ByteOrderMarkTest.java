package dev.parley.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteOrderMarkTest {

    @Test
    void markIsSkippedAtTheBeginningOnly() {
        assertThat(ByteOrderMark.skip("\ufeffada\ufeff")).isEqualTo("ada\ufeff");
        assertThat(ByteOrderMark.skip("ada")).isEqualTo("ada");
        assertThat(ByteOrderMark.skip("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'\ufeffone\ntwo', one", "'one\ntwo', one", "'one\n\ufefftwo', one", "'\ufeff\ufeffone', '\ufeffone'"})
    void readerSkipsTheMark(String input, String first) throws IOException {
        assertThat(ByteOrderMark.reader(new ByteArrayInputStream(input.getBytes(UTF_8)))
                        .readLine())
                .isEqualTo(first);
    }

    @Test
    void readerOfAMarkAloneIsAtTheEnd() throws IOException {
        assertThat(ByteOrderMark.reader(new ByteArrayInputStream("\ufeff".getBytes(UTF_8)))
                        .readLine())
                .isNull();
    }

    @Test
    void readerOfInputThatArrivesByteByByteSkipsTheMark() throws IOException {
        InputStream bytes = new ByteArrayInputStream("\ufeffab\ncd\n".getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(1, length));
            }
        };
        assertThat(ByteOrderMark.reader(bytes).lines()).containsExactly("ab", "cd");
    }
}
