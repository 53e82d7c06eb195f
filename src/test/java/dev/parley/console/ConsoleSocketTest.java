package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.command.InviteLinks;
import dev.parley.ctl.ControlAddress;
import dev.parley.ctl.ControlChannel;
import dev.parley.ctl.ControlReply;
import dev.parley.ctl.ControlRequest;
import dev.parley.ctl.CtlCommand;
import dev.parley.text.RoomName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the control socket with the command {@code parley ctl} as its client. */
class ConsoleSocketTest {

    private final ConsoleFixture fixture = new ConsoleFixture();
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private AutoCloseable socket = () -> {};

    @BeforeEach
    void open() throws IOException {
        socket = open(new ControlAddress(path(), false));
    }

    private AutoCloseable open(ControlAddress address) throws IOException {
        return ConsoleSocket.open(
                fixture.chatServer, new InviteLinks(() -> "https://chat.example/"), shutdown::countDown, address, true);
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
    }

    private Path path() {
        return folder.resolve("parley.sock");
    }

    private int run(String input, String... words) {
        return CtlCommand.command(
                        Map.of("PARLEY_CONSOLE_SOCKET", path().toString()),
                        new ByteArrayInputStream(input.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    @Test
    void socketHasModeOfItsOwnerAndIsDeletedAtTheEnd() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");

        socket.close();

        assertThat(path()).doesNotExist();
        assertThat(run("", "who")).isEqualTo(3);
        assertThat(err.toString()).contains("No server listens on " + path(), "--socket");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "who|0|No one is here.",
                "/rooms|0|lobby (0)",
                "kick bob|1|There is no user “bob”.",
                "ban bob 30m|1|a number of minutes",
                "bann bob|2|Did you mean /ban?",
                "load lobby /nowhere/file|1|Nothing was loaded",
            })
    void exitCodeTellsWhetherTheCommandTookEffect(String line, int code, String printed) {
        assertThat(run("", line.split(" ", -1))).isEqualTo(code);
        assertThat(out.toString()).contains(printed);
    }

    @Test
    void jsonIsOneObjectALine() {
        assertThat(run("", "--json", "kick", "bob")).isEqualTo(1);

        assertThat(out.toString().strip())
                .startsWith("{\"command\":\"kick\",\"ok\":false,\"lines\":[\"There is no user “bob”")
                .doesNotContain("\n");
    }

    @Test
    void linesOfTheInputRunInOrder() {
        assertThat(run("/topic lobby bees\n\nhello from a pipe\n/kick bob\n")).isEqualTo(1);

        assertThat(out.toString()).contains("lobby is about: bees", "There is no user");
        assertThat(fixture.messages("lobby"))
                .extracting(message -> message.name() + ": " + message.text())
                .containsExactly("Server: hello from a pipe");
    }

    @Test
    void actNamesTheAccount() throws Exception {
        fixture.joinLobby("bob", "192.0.2.7");

        assertThat(run("", "ban", "bob", "30", "spam links")).isZero();
        assertThat(run("", "unban")).isZero();

        assertThat(out.toString()).contains("By console (" + System.getProperty("user.name") + "): spam links.");
    }

    @Test
    void severalClientsReceiveTheEvents() throws IOException {
        try (ControlChannel one = connect();
                ControlChannel other = connect()) {
            for (ControlChannel client : new ControlChannel[] {one, other}) {
                client.write(new ControlRequest("", true).encode());
                assertThat(client.read()).contains("\"ok\":true");
            }
            fixture.joinLobby("bob", "192.0.2.7").publish(RoomName.LOBBY, "hello", false, null);

            for (ControlChannel client : new ControlChannel[] {one, other}) {
                assertThat(client.read()).contains("bob (line, 192.0.2.7) joined");
                assertThat(client.read()).contains("lobby <bob> hello");
            }
        }
    }

    @Test
    void clientWithEventsEndsQuietlyAfterTheServerHasStopped() {
        ConsoleRoomPrinter room = ConsoleRoomPrinter.subscribe(
                fixture.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow(),
                ConsolePrinter.onto(new FakeConsole(false)),
                Console.TIME,
                null);
        fixture.stopRooms();

        assertThatCode(room::close).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "null", "[]", "1", "{", "{\"line\":[]}"})
    void malformedRequestIsRefusedAndTheConnectionStays(String request) throws IOException {
        try (ControlChannel client = connect()) {
            client.write(request);
            assertThat(ControlReply.parse(client.read()).ok()).isFalse();
            client.write(new ControlRequest("/who", false).encode());
            assertThat(ControlReply.parse(client.read()).ok()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"line\":null}", "{\"line\":\"/who\"}", "{\"line\":\"/who\",\"events\":null}"})
    void fieldThatIsMissingHasNoEffect(String request) throws IOException {
        try (ControlChannel client = connect()) {
            client.write(request);
            assertThat(ControlReply.parse(client.read()).ok()).isTrue();
        }
    }

    @Test
    void shutdownIsStartedByACommand() throws InterruptedException {
        assertThat(run("", "shutdown")).isZero();

        shutdown.await();
    }

    @Test
    void staleSocketIsReplacedAndOneInUseIsNot() throws Exception {
        assertThatThrownBy(() -> open(new ControlAddress(path(), false)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Another server listens on");
        Path left = folder.resolve("left.sock");
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(left));
        }
        open(new ControlAddress(left, false)).close();
        Path file = Files.writeString(folder.resolve("file"), "text");

        assertThatThrownBy(() -> open(new ControlAddress(file, false)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a socket");
        assertThat(file).hasContent("text");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pathThatIsTooLongIsNamedAndEndsTheStartOnlyIfItWasSet(boolean required) throws Exception {
        ControlAddress address = new ControlAddress(folder.resolve("x".repeat(100)), false);

        if (required) {
            assertThatThrownBy(() -> open(address)).hasMessageContaining("at most 100");
        } else {
            ConsoleSocket.open(
                            fixture.chatServer,
                            new InviteLinks(() -> "https://chat.example/"),
                            () -> {},
                            address,
                            false)
                    .close();
        }
        assertThat(address.path()).doesNotExist();
    }

    @Test
    void fileWithAKeyTakesThePlaceOfASocketOnWindows() throws Exception {
        ControlAddress address = new ControlAddress(folder.resolve("windows.sock"), true);
        try (AutoCloseable opened = open(address);
                ControlChannel client = new ControlChannel(address.connect().orElseThrow())) {
            assertThat(opened).isNotNull();
            client.write(new ControlRequest("/who", false).encode());
            assertThat(ControlReply.parse(client.read()).ok()).isTrue();
            String port = Files.readString(address.path()).split(" ", -1)[0];
            Files.writeString(address.path(), port + " 00000000000000000000000000000000\n");
            try (ControlChannel stranger = new ControlChannel(address.connect().orElseThrow())) {
                assertThat(stranger.read()).isNull();
            }
        }
        assertThat(address.path()).doesNotExist();
    }

    private ControlChannel connect() throws IOException {
        return new ControlChannel(ControlAddress.at(path()).connect().orElseThrow());
    }
}
