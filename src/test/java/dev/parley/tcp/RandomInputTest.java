package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.parley.chat.session.TestChatServer;
import dev.parley.fuzz.Input;
import dev.parley.integration.Netcat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Sends reproducible random input from 100,000 clients. */
class RandomInputTest {

    private static final int EMBEDDED_CLIENTS = Input.share(97_000);
    private static final int SOCKET_CLIENTS = Input.share(3_000);
    private static final int BATCH = 500;

    private static final List<String> SEEDS = List.of(
            "ada\nhello\n/who\n",
            "5         alice11        hello world",
            "bob> hi\0bob> again\0",
            "bob: hi\nbob: again\n",
            "[bob] hi\0[bob] again\0",
            "bob\0\0\0hello\0\0",
            "0005alice0005hello",
            "\0\5alice\0\5hello",
            "b\0o\0b\0\n\0h\0i\0\n\0",
            "Jimmy",
            "JimmySEND_HANDLEJimmy> helloJimmy> \\quit",
            "CONNECT\naccept-version:1.2\nlogin:eve\n\n\0SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\n\n\0",
            "GET /index.html HTTP/1.1\r\nHost: chat.example\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001",
            "NICK ada\r\nUSER ada 0 * :Ada\r\n",
            "\u00ff\u00fb\u001f\u00ff\u00fa\u001f\u0000P\u0000\u0018\u00ff\u00f0ada\r\n",
            "\\quit",
            "9999999999",
            "\u00e4\u00f6\u00fc\u00ff\u00ff\u001b[2J\n");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Random random = new Random(4);

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.parley");
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void serverLoggedNoWarning() {
        logger().detachAppender(log);
        assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    private String randomInput() {
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            return new String(noise, ISO_8859_1);
        }
        StringBuilder bytes = new StringBuilder(randomSeed());
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            int at = random.nextInt(bytes.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> bytes.insert(at, (char) random.nextInt(256));
                case 1 -> bytes.delete(at, Math.min(bytes.length(), at + 1 + random.nextInt(4)));
                case 2 -> bytes.insert(at, randomSeed());
                case 3 -> bytes.setLength(at);
                default -> bytes.replace(at, at + 1, String.valueOf((char) random.nextInt(256)));
            }
        }
        return bytes.toString();
    }

    private String randomSeed() {
        return SEEDS.get(random.nextInt(SEEDS.size()));
    }

    /** Splits the input randomly. */
    private List<byte[]> split(String bytes) {
        int cut = random.nextInt(bytes.length() + 1);
        return random.nextBoolean()
                ? List.of(SplitInput.raw(bytes))
                : List.of(SplitInput.raw(bytes.substring(0, cut)), SplitInput.raw(bytes.substring(cut)));
    }

    @Test
    void randomInputLeaksNothingAndOthersContinue() {
        for (int done = 0; done < EMBEDDED_CLIENTS; done += BATCH) {
            TestChatServer server = new TestChatServer();
            List<Dialect> dialects = OpenPort.dialects(server.chatServer);
            TestChatServer.TestSession eve = server.joinLobby("witness");
            for (int i = 0; i < BATCH; i++) {
                randomClient(TestClient.of(server, dialects));
            }
            // Users with a resume token stay until the resume window ends.
            server.advanceTime(server.chatServer.limits().grace().plusSeconds(1));
            assertThat(server.chatServer.users()).containsExactly(eve.session().user());
            server.publish(eve, "still here");
            assertThat(eve.recordingSubscriber().texts()).endsWith("still here");
        }
    }

    private void randomClient(TestClient testClient) {
        String input = randomInput();
        split(input).forEach(testClient::send);
        if (random.nextBoolean()) {
            testClient.advanceTime(Duration.ofMillis(250));
            testClient.advanceTime(Duration.ofMillis(800));
        }
        if (random.nextBoolean()) {
            testClient.closeOutput();
            for (int second = 0; second < 10 && !testClient.isClosed(); second++) {
                testClient.advanceTime(Duration.ofSeconds(1));
            }
        } else if (!testClient.isClosed()) {
            testClient.reset();
            // The server processes the input that arrived before, as fast as the limits allow.
            for (int second = 0; second < 60 && !testClient.isClosed(); second++) {
                testClient.advanceTime(Duration.ofSeconds(1));
            }
        }
        assertThat(testClient.isClosed()).as("closed after %s", input).isTrue();
        testClient.assertNoLeaks();
    }

    @Test
    void randomInputOverSocketsLeavesNoConnections() throws IOException {
        try (OpenPort port = OpenPort.standard();
                Netcat ada = Netcat.join(port.number(), "witness")) {
            long before = openFiles();
            for (int i = 0; i < SOCKET_CLIENTS; i++) {
                randomClient(port.number());
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> port.port().openConnections() == 1
                            && port.chatServer().userCount() == 1);
            await().atMost(Duration.ofSeconds(60)).until(() -> openFiles() <= before + 5);
            try (Netcat bob = Netcat.join(port.number(), "bob")) {
                ada.sendLine("still here");
                bob.receive("<witness> still here");
            }
        }
    }

    private void randomClient(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoLinger(random.nextBoolean(), 0);
            for (byte[] piece : split(randomInput())) {
                socket.getOutputStream().write(piece);
            }
        } catch (IOException ignored) {
            // The server may close the connection before all input is sent.
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
