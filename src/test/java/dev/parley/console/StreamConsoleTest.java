package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StreamConsoleTest {

    @Test
    void byteOrderMarkOfTheInputIsSkipped() {
        ByteArrayInputStream in = new ByteArrayInputStream("\ufeff/who\nhello\n".getBytes(UTF_8));
        StreamConsole console = new StreamConsole(in, new PrintStream(new ByteArrayOutputStream(), true, UTF_8));

        assertThat(console.read()).isEqualTo("/who");
        assertThat(console.read()).isEqualTo("hello");
        assertThat(console.read()).isNull();
    }
}
