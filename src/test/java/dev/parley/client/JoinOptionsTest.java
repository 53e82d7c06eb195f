package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class JoinOptionsTest {

    @TempDir
    private Path folder;

    private static JoinOptions parse(String... words) {
        JoinOptions options = new JoinOptions();
        new CommandLine(options).parseArgs(words);
        return options;
    }

    @Test
    void serverIsNamedWithOrWithoutItsPort() {
        assertThat(parse().serverAddress()).hasToString("localhost:8000");
        assertThat(parse("lab.example", "8001").serverAddress()).hasToString("lab.example:8001");
        assertThat(parse("lab.example:8001").serverAddress()).hasToString("lab.example:8001");
        assertThat(parse("[::1]:8001").serverAddress()).hasToString("[::1]:8001");
        assertThat(parse("::1").serverAddress()).hasToString("[::1]:8000");
    }

    @Test
    void linkOfAnInvitationNamesServerRoomAndSecret() {
        String secret = "AAAAAAAAAAAAAAAAAAAAAA";
        JoinOptions options = parse("--name", "ada", "http://192.0.2.7:8080/chat/?room=tea#invite=" + secret);
        assertThat(options.problem()).isNull();
        ClientOptions client = JoinCommand.clientOptions(options);
        assertThat(client.serverAddress()).hasToString("192.0.2.7:8000");
        assertThat(client.serverAddress().tlsTrust()).isNull();
        assertThat(client.room()).isEqualTo("tea");
        assertThat(client.login().passcode()).isEqualTo("#invite=" + secret);
        assertThat(client.subscribeFrom().key()).isEqualTo(secret);

        ClientOptions other = JoinCommand.clientOptions(parse(
                "HTTPS://[2001:db8::1]/?at=x1:5&room=tea#invite=" + secret, "8001", "--room", "lobby", "--no-replay"));
        assertThat(other.serverAddress()).hasToString("[2001:db8::1]:8001");
        assertThat(other.serverAddress().tlsTrust()).isNotNull();
        assertThat(other.room()).isEqualTo("lobby");
        assertThat(other.subscribeFrom().nothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lab.example/",
                "http://lab.example/?room=tea#invite=short",
                "http://lab.example/#invite=AAAAAAAAAAAAAAAAAAAAAA",
                "http://?room=tea#invite=AAAAAAAAAAAAAAAAAAAAAA"
            })
    void addressOfAPageWithoutAnInvitationIsRefusedWithASentence(String address) {
        assertThat(parse("--name", "ada", address).problem()).contains("is no link of an invitation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "Java", "#Java"})
    void roomIsNamedInAnyCaseWithOrWithoutItsSign(String room) {
        JoinOptions options = parse("--room", room, "--name", "ada");
        assertThat(options.problem()).isNull();
        assertThat(JoinCommand.clientOptions(options).room()).isEqualTo("java");
    }

    @Test
    void byteOrderMarkOfThePasswordFileIsSkipped() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "\ufeffsesame\n", UTF_8);
        JoinOptions options = parse("--name", "ada", "--password-file", file.toString());
        assertThat(JoinCommand.clientOptions(options).login().passcode()).isEqualTo("sesame");
    }
}
