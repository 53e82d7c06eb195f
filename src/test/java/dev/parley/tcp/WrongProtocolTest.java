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

/** A hundred thousand strangers who send what comes to their minds, the same ones each time. */
class WrongProtocolTest {

    private static final int WITHOUT_SOCKETS = Input.share(97_000);
    private static final int WITH_SOCKETS = Input.share(3_000);
    private static final int PEOPLE_AT_ONCE = 500;

    private static final List<String> SENSIBLE = List.of(
            "ada\nhello\n/who\n",
            "5         alice11        hello world",
            "bob> hi\0bob> again\0",
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
    private final Random chance = new Random(4);

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.parley");
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void nothingWentWrongInTheServer() {
        logger().detachAppender(log);
        assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    private String opening() {
        if (chance.nextInt(8) == 0) {
            byte[] noise = new byte[1 + chance.nextInt(200)];
            chance.nextBytes(noise);
            return new String(noise, ISO_8859_1);
        }
        StringBuilder bytes = new StringBuilder(any());
        for (int changes = chance.nextInt(5); changes > 0; changes--) {
            int at = chance.nextInt(bytes.length() + 1);
            switch (chance.nextInt(5)) {
                case 0 -> bytes.insert(at, (char) chance.nextInt(256));
                case 1 -> bytes.delete(at, Math.min(bytes.length(), at + 1 + chance.nextInt(4)));
                case 2 -> bytes.insert(at, any());
                case 3 -> bytes.setLength(at);
                default -> bytes.replace(at, at + 1, String.valueOf((char) chance.nextInt(256)));
            }
        }
        return bytes.toString();
    }

    private String any() {
        return SENSIBLE.get(chance.nextInt(SENSIBLE.size()));
    }

    /** How the network cuts it. */
    private List<byte[]> pieces(String bytes) {
        int cut = chance.nextInt(bytes.length() + 1);
        return chance.nextBoolean()
                ? List.of(SplitInput.raw(bytes))
                : List.of(SplitInput.raw(bytes.substring(0, cut)), SplitInput.raw(bytes.substring(cut)));
    }

    @Test
    void whateverIsSentFirstNothingLeaksAndOthersTalkOn() {
        for (int done = 0; done < WITHOUT_SOCKETS; done += PEOPLE_AT_ONCE) {
            TestChatServer house = new TestChatServer();
            List<Dialect> dialects = OpenPort.dialects(house.chatServer);
            TestChatServer.TestSession eve = house.inLobby("witness");
            for (int i = 0; i < PEOPLE_AT_ONCE; i++) {
                stranger(TestClient.of(house, dialects));
            }
            // Those who were given a token may come back within this time.
            house.pass(house.chatServer.limits().grace().plusSeconds(1));
            assertThat(house.chatServer.users()).containsExactly(eve.session().user());
            house.say(eve, "still here");
            assertThat(eve.recordingSubscriber().texts()).endsWith("still here");
        }
    }

    private void stranger(TestClient testClient) {
        String opening = opening();
        pieces(opening).forEach(testClient::sends);
        if (chance.nextBoolean()) {
            testClient.waits(Duration.ofMillis(250));
            testClient.waits(Duration.ofMillis(800));
        }
        if (chance.nextBoolean()) {
            testClient.hangsUp();
            for (int second = 0; second < 10 && !testClient.isClosed(); second++) {
                testClient.waits(Duration.ofSeconds(1));
            }
        } else if (!testClient.isClosed()) {
            testClient.breaks();
        }
        assertThat(testClient.isClosed()).as("closed after %s", opening).isTrue();
        testClient.leaksNothing();
    }

    @Test
    void overSocketsNothingIsLeftOfThemAndOthersTalkOn() throws IOException {
        try (OpenPort port = OpenPort.standard();
                Netcat ada = Netcat.join(port.number(), "witness")) {
            long before = files();
            for (int i = 0; i < WITH_SOCKETS; i++) {
                stranger(port.number());
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> port.port().openConnections() == 1
                            && port.chatServer().userCount() == 1);
            await().atMost(Duration.ofSeconds(60)).until(() -> files() <= before + 5);
            try (Netcat bob = Netcat.join(port.number(), "bob")) {
                ada.says("still here");
                bob.hears("<witness> still here");
            }
        }
    }

    private void stranger(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoLinger(chance.nextBoolean(), 0);
            for (byte[] piece : pieces(opening())) {
                socket.getOutputStream().write(piece);
            }
        } catch (IOException ignored) {
            // The server may be done with it before all is sent.
        }
    }

    private static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
