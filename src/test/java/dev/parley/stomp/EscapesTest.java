package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the escapes in headers of each version. */
class EscapesTest {
    private static String read(StompVersion version, String value) {
        return SplitStream.fromClient(version)
                .decode("SEND\nname:" + value + "\n\n\0")
                .frame()
                .headers()
                .get("name");
    }

    private static String error(StompVersion version, String value) {
        return SplitStream.fromClient(version)
                .decode("SEND\nname:" + value + "\n")
                .error();
    }

    private static String encoded(StompVersion version, StompCommand stompCommand, String name, String value) {
        byte[] bytes = new StompEncoder(version).bytes(new Frame(stompCommand, Headers.of(name, value)));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void version12DecodesAllEscapes() {
        assertThat(read(StompVersion.V1_2, "a\\cb\\nc\\rd\\\\e\\\\n")).isEqualTo("a:b\nc\rd\\e\\n");
    }

    @Test
    void version11HasNoEscapeForCarriageReturn() {
        assertThat(read(StompVersion.V1_1, "a\\cb\\nc\\\\e")).isEqualTo("a:b\nc\\e");
        assertThat(error(StompVersion.V1_1, "\\r")).contains("1.1");
    }

    @Test
    void version10HasNoEscapes() {
        assertThat(read(StompVersion.V1_0, "a\\cb\\t\\")).isEqualTo("a\\cb\\t\\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\t", "\\", "a\\\\\\", "\\C", "\\:", "\\é"})
    void undefinedEscapesAreRefused(String value) {
        assertThat(error(StompVersion.V1_1, value)).contains("escape");
        assertThat(error(StompVersion.V1_2, value)).contains("escape");
    }

    @Test
    void namesAreUnescapedToo() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SEND\na\\cb:c\n\n\0")
                        .frame()
                        .headers()
                        .get("a:b"))
                .isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "STOMP"})
    void connectHeadersAreNotUnescaped(String command) {
        assertThat(SplitStream.beforeConnected()
                        .decode(command + "\naccept-version:1.2\nlogin:a\\tb:c\n\n\0")
                        .frame()
                        .headers()
                        .get("login"))
                .isEqualTo("a\\tb:c");
    }

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void connectAndConnectedAreNotEscaped(StompVersion version) {
        assertThat(encoded(version, StompCommand.CONNECT, "login", "a\\b:c")).isEqualTo("CONNECT\nlogin:a\\b:c\n\n\0");
        assertThat(encoded(version, StompCommand.CONNECTED, "resume", "a\\b:c"))
                .isEqualTo("CONNECTED\nresume:a\\b:c\n\n\0");
    }

    @ParameterizedTest
    @CsvSource({"V1_0,/e:1\\", "V1_1,/e\\c1\\\\", "V1_2,/e\\c1\\\\"})
    void colonAndBackslashAreEscapedPerVersion(StompVersion version, String encodedValue) {
        assertThat(encoded(version, StompCommand.RECEIPT, "position", "/e:1\\"))
                .isEqualTo("RECEIPT\nposition:" + encodedValue + "\n\n\0");
    }

    @Test
    void lineBreaksAreEscapedPerVersion() {
        assertThat(encoded(StompVersion.V1_2, StompCommand.ERROR, "a\r\n", "b\r\n"))
                .isEqualTo("ERROR\na\\r\\n:b\\r\\n\n\n\0");
        assertThat(encoded(StompVersion.V1_1, StompCommand.ERROR, "a\n", "b\n")).isEqualTo("ERROR\na\\n:b\\n\n\n\0");
    }

    @ParameterizedTest
    @CsvSource({
        "V1_0,ERROR,name,U+000A",
        "V1_0,ERROR,name,U+000D",
        "V1_0,ERROR,name,U+0000",
        "V1_1,ERROR,name,U+000D",
        "V1_1,ERROR,name,U+0000",
        "V1_2,ERROR,name,U+0000",
        "V1_2,CONNECTED,name,U+000A",
        "V1_2,CONNECT,name,U+000D"
    })
    void unencodableCharactersAreRejected(
            StompVersion version, StompCommand stompCommand, String name, String codePoint) {
        String value = "a" + (char) Integer.parseInt(codePoint.substring(2), 16);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded(version, stompCommand, name, value))
                .withMessageContaining(codePoint);
    }

    @Test
    void colonInANameRequiresEscapes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded(StompVersion.V1_0, StompCommand.ERROR, "a:b", "c"))
                .withMessageContaining("U+003A");
        assertThat(encoded(StompVersion.V1_1, StompCommand.ERROR, "a:b", "c")).isEqualTo("ERROR\na\\cb:c\n\n\0");
    }
}
