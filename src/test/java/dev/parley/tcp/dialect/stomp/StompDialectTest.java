package dev.parley.tcp.dialect.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.Message;
import dev.parley.chat.session.TestChatServer;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompVersion;
import dev.parley.tcp.DialectTestBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests STOMP over plain TCP. */
class StompDialectTest extends DialectTestBase {

    private static final String POST = "SEND\ndestination:/app/rooms/lobby\n";
    private static final String DIALOGUE = "CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:0,0\n\n^"
            + "SUBSCRIBE\nid:r\ndestination:/user/queue/refusals\n\n^\r\n"
            + "SUBSCRIBE\r\nid:0\r\ndestination:/topic/rooms/lobby\r\nreceipt:joined\r\n\r\n^\n\n"
            + POST + "receipt:1\nreference:a\n\n{\"text\":\"hällo\"}^"
            + POST + "receipt:2\ncontent-length:13\n\n{\"text\":\"two\"^".replace("two\"^", "tw\"}^")
            + "UNSUBSCRIBE\nid:0\nreceipt:left\n\n^"
            + POST + "receipt:3\n\n{\"text\":\"not heard\"}^"
            + "DISCONNECT\nreceipt:bye\n\n^";

    private final List<StompTestClient> stompTestClients = new ArrayList<>();

    @AfterEach
    void assertNoLeaksOfStompClients() {
        stompTestClients.forEach(stompTestClient -> stompTestClient.testClient().assertNoLeaks());
    }

    private StompTestClient stompTestClient() {
        return stompTestClient(StompVersion.V1_2);
    }

    private StompTestClient stompTestClient(StompVersion version) {
        StompTestClient stompTestClient = new StompTestClient(server, version);
        stompTestClients.add(stompTestClient);
        return stompTestClient;
    }

    private static void advanceSeconds(StompTestClient stompTestClient, int seconds) {
        for (int i = 0; i < seconds; i++) {
            stompTestClient.testClient().advanceTime(Duration.ofSeconds(1));
        }
    }

    private void dialogue(Consumer<StompTestClient> sending) {
        server = new TestChatServer();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        StompTestClient stompTestClient = stompTestClient();

        sending.accept(stompTestClient);

        // The order of own messages and UNSUBSCRIBE is not specified.
        assertThat(stompTestClient.receivedFrames())
                .filteredOn(line -> !line.startsWith("MESSAGE subscription:0"))
                .extracting(line -> line.replaceAll("[0-9a-f]{8,}:", "E:").replaceAll(" \\{.*", ""))
                .containsExactlyInAnyOrder(
                        "CONNECTED",
                        "RECEIPT receipt-id:joined",
                        "RECEIPT receipt-id:1 reference:a position:E:1",
                        "RECEIPT receipt-id:2 position:E:2",
                        "RECEIPT receipt-id:left",
                        "MESSAGE subscription:r",
                        "RECEIPT receipt-id:bye");
        assertThat(stompTestClient.testClient().isClosed()).isTrue();
        assertThat(published(server, Message::text)).containsExactly("hällo", "tw");
        assertThat(server.chatServer.users()).containsExactly(eve.session().user());
        stompTestClient.testClient().assertNoLeaks();
    }

    @Test
    void dialogueIsProcessedInOrder() {
        dialogue(stompTestClient -> {
            for (String frame : DIALOGUE.split("(?<=\\^)", -1)) {
                stompTestClient.send(frame);
            }
        });
    }

    @Test
    void dialogueMayBeSplitAnywhere() {
        for (int cut = 1; cut < DIALOGUE.length(); cut++) {
            int position = cut;
            dialogue(stompTestClient ->
                    stompTestClient.send(DIALOGUE.substring(0, position)).send(DIALOGUE.substring(position)));
        }
    }

    @Test
    void dialogueMayArriveAtOnce() {
        dialogue(stompTestClient -> stompTestClient.send(DIALOGUE));
    }

    @Test
    void dialogueMayArriveByteByByte() {
        dialogue(stompTestClient ->
                DIALOGUE.chars().forEach(character -> stompTestClient.send(String.valueOf((char) character))));
    }

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void allVersionsAreSupported(StompVersion version) {
        StompTestClient ada = stompTestClient(version).joinLobby("ada");
        TestChatServer.TestSession bob = server.joinLobby("bob");

        server.publish(bob, "hi");
        assertThat(ada.receivedFrames()).last().asString().contains("\"from\":\"bob\"", "\"text\":\"hi\"");
        ada.send(POST + "receipt:1\n\n{\"text\":\"hello\"}^");

        assertThat(ada.receivedFrames()).anyMatch(line -> line.matches("RECEIPT receipt-id:1 position:[0-9a-zA-Z]+:2"));
        assertThat(published(server, Message::text)).containsExactly("hi", "hello");
    }

    @Test
    void takenNicknameIsRefusedWithSuggestions() {
        server.joinLobby("ada");
        StompTestClient ada = stompTestClient().send("CONNECT\naccept-version:1.2\nlogin:ada\n\n^");

        assertThat(ada.receivedFrames())
                .singleElement()
                .asString()
                .startsWith("ERROR message:name-taken {\"code\":\"name-taken\"")
                .contains("\"suggestions\":[\"");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void overlongMessageIsRefusedAndTheSessionContinues() {
        StompTestClient ada = stompTestClient().joinLobby("ada");

        ada.send(POST + "receipt:1\nreference:x\n\n{\"text\":\"" + "x".repeat(501) + "\"}^");

        assertThat(ada.receivedFrames())
                .singleElement()
                .asString()
                .startsWith(
                        "MESSAGE subscription:r {\"receipt\":\"1\",\"reference\":\"x\",\"code\":\"message-too-long\"");
        ada.send(POST + "receipt:2\n\n{\"text\":\"short\"}^");
        assertThat(published(server, Message::text)).containsExactly("short");
    }

    @Test
    void refusalClosesAConnectionWithoutRefusalSubscription() {
        StompTestClient ada = stompTestClient().login("ada");

        ada.send(POST + "receipt:1\n\n{\"text\":\"hi\"}^");

        assertThat(ada.receivedFrames())
                .singleElement()
                .asString()
                .startsWith("ERROR message:not-in-room receipt-id:1 ");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void repeatedReferenceIsStoredOnceWithTheSameReceipt() {
        StompTestClient ada = stompTestClient().joinLobby("ada");
        String post = POST + "receipt:1\nreference:a\n\n{\"text\":\"once\"}^";

        ada.send(post + post);

        List<Frame> receipts = ada.frames().stream()
                .filter(frame -> frame.stompCommand() == StompCommand.RECEIPT)
                .toList();
        assertThat(receipts).hasSize(2);
        assertThat(receipts.get(0)).isEqualTo(receipts.get(1));
        assertThat(published(server, Message::text)).containsExactly("once");
    }

    @Test
    void resumedSessionReceivesMissedMessagesOnce() {
        StompTestClient ada = stompTestClient().send("CONNECT\naccept-version:1.2\nlogin:ada\n\n^");
        String token = ada.frames().get(0).headers().get("resume");
        ada.send("SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\n\n^");
        TestChatServer.TestSession bob = server.joinLobby("bob");
        server.publish(bob, "heard");
        String id = ada.frames().stream()
                .reduce((previous, last) -> last)
                .orElseThrow()
                .headers()
                .get("message-id");
        ada.testClient().reset();
        server.publish(bob, "missed");

        StompTestClient resumed =
                stompTestClient().send("CONNECT\naccept-version:1.2\nlogin:ada\nresume:" + token + "\n\n^");
        resumed.frames();
        resumed.send("SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\nafter:" + id.split("@", 2)[1] + "\n\n^");

        List<String> received = resumed.receivedFrames();
        assertThat(received.get(0)).contains("\"type\":\"welcome\"", "\"recovered\":true");
        assertThat(received).hasSize(2).last().asString().contains("\"text\":\"missed\"");
        assertThat(ResumeToken.parse(token)).isPresent();
    }

    @Test
    void roomListIsSentAndUpdatedAfterOneSecond() {
        StompTestClient ada = stompTestClient().joinLobby("ada");
        ada.send("SUBSCRIBE\nid:l\ndestination:/topic/rooms\n\n^");
        assertThat(ada.receivedFrames())
                .containsExactly("MESSAGE subscription:l [{\"name\":\"lobby\",\"topic\":\"\",\"people\":1}]");

        server.joinLobby("bob");
        server.joinLobby("eve");
        ada.receivedFrames();
        ada.testClient().advanceTime(Duration.ofMillis(999));
        assertThat(ada.receivedFrames()).noneMatch(line -> line.startsWith("MESSAGE subscription:l"));
        ada.testClient().advanceTime(Duration.ofMillis(1));
        assertThat(ada.receivedFrames())
                .containsExactly("MESSAGE subscription:l [{\"name\":\"lobby\",\"topic\":\"\",\"people\":3}]");

        ada.send("UNSUBSCRIBE\nid:l\n\n^");
        server.joinLobby("fay");
        ada.testClient().advanceTime(Duration.ofSeconds(2));
        assertThat(ada.receivedFrames()).noneMatch(line -> line.startsWith("MESSAGE subscription:l"));
    }

    @Test
    void commandsAndDirectMessagesAreAnswered() {
        StompTestClient ada = stompTestClient().joinLobby("ada");
        TestChatServer.TestSession bob = server.joinLobby("bob");
        ada.receivedFrames();

        ada.send("SEND\ndestination:/app/commands\nreceipt:1\n\n{\"line\":\"/who\",\"room\":\"lobby\"}^");
        assertThat(ada.receivedFrames())
                .singleElement()
                .asString()
                .contains("subscription:a", "2 in lobby:", "bob (browser)");

        ada.send("SEND\ndestination:/app/people/bob\nreceipt:2\n\n{\"text\":\"psst\"}^");
        assertThat(ada.receivedFrames()).hasSize(2).anyMatch(line -> line.startsWith("RECEIPT receipt-id:2"));
        assertThat(bob.recordingSubscriber().directMessages()).hasSize(1);
    }

    @Test
    void manyMessagesInOneWriteAreStoredAndAnsweredBeforeDisconnect() {
        StompTestClient ada = stompTestClient().joinLobby("ada");

        ada.send(IntStream.range(0, 300)
                        .mapToObj(i -> POST + "receipt:r" + i + "\n\n{\"text\":\"" + i + "\"}^")
                        .collect(Collectors.joining())
                + "DISCONNECT\nreceipt:bye\n\n^");

        List<String> received = ada.receivedFrames();
        assertThat(received.stream().filter(line -> line.startsWith("RECEIPT receipt-id:r")))
                .hasSize(300);
        assertThat(received).last().isEqualTo("RECEIPT receipt-id:bye");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void framesBeforeTheEndOfInputAreAnswered() {
        StompTestClient ada = stompTestClient().joinLobby("ada");

        ada.send(POST + "receipt:1\n\n{\"text\":\"last\"}^SEND\nhalf a frame");
        ada.testClient().closeOutput();

        assertThat(ada.receivedFrames()).anyMatch(line -> line.startsWith("RECEIPT receipt-id:1"));
        assertThat(published(server, Message::text)).containsExactly("last");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\n\n^",
                "SEND\ndestination:/topic/rooms/lobby\n\n{}^",
                "SUBSCRIBE\nid:9\ndestination:/topic/**\n\n^",
                "SUBSCRIBE\nid:9\ndestination:/user/bob/queue/direct\n\n^",
                "SUBSCRIBE\nid:9\ndestination:/topic/rooms/b\nselector:x\n\n^",
                "SUBSCRIBE\nid:9\ndestination:/topic/rooms/b\nack:client\n\n^",
                "SUBSCRIBE\nid:0\ndestination:/topic/rooms/b\n\n^",
                "ACK\nid:1\n\n^",
                "BEGIN\ntransaction:1\n\n^",
                "CONNECT\naccept-version:1.2\nlogin:bob\n\n^",
                "SEND\ndestination:/app/rooms/lobby\ncontent-length:99999\n\n",
                "SEND\nbad\\escape:x\n\n^",
                "SEND\nno colon\n\n^"
            })
    void invalidFrameIsAnsweredWithErrorAndClosed(String frame) {
        StompTestClient ada = stompTestClient().joinLobby("ada");

        ada.send(frame);

        assertThat(ada.receivedFrames())
                .singleElement()
                .asString()
                .startsWith("ERROR message:malformed ")
                .doesNotContain("Exception", "dev.parley");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void unsupportedVersionIsRefused() {
        StompTestClient ada = stompTestClient().send("CONNECT\naccept-version:2.0\nlogin:ada\n\n^");

        assertThat(ada.receivedFrames()).singleElement().asString().contains("1.0,1.1,1.2");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void heartbeatsAreSentAndMissingOnesDetected() {
        StompTestClient ada = stompTestClient();
        ada.send("CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:1,1\n\n^");
        assertThat(ada.receivedFrames()).containsExactly("CONNECTED");

        for (int i = 0; i < 10; i++) {
            advanceSeconds(ada, 9);
            ada.send("\n");
        }
        assertThat(ada.heartbeats()).isEqualTo(10);
        advanceSeconds(ada, 24);
        assertThat(ada.testClient().isClosed()).isFalse();
        advanceSeconds(ada, 1);

        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void clientWithoutHeartbeatsMayStayIdle() {
        StompTestClient ada = stompTestClient();
        ada.send("CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:0,0\n\n^");

        ada.testClient().advanceTime(Duration.ofHours(1));

        assertThat(ada.heartbeats()).isZero();
        assertThat(ada.testClient().isClosed()).isFalse();
    }

    @Test
    void disconnectIsAnErrorWithItsCode() {
        StompTestClient ada = stompTestClient().joinLobby("ada");

        server.chatServer.disconnectAll();

        assertThat(ada.receivedFrames()).last().asString().startsWith("ERROR message:sent-off ");
        assertThat(ada.testClient().isClosed()).isTrue();
    }
}
