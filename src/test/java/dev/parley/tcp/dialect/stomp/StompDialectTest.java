package dev.parley.tcp.dialect.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.TestChatServer;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompVersion;
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

/** STOMP over plain TCP, frame by frame. */
class StompDialectTest {

    private static final String POST = "SEND\ndestination:/app/rooms/lobby\n";
    private static final String DIALOGUE = "CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:0,0\n\n^"
            + "SUBSCRIBE\nid:r\ndestination:/user/queue/refusals\n\n^\r\n"
            + "SUBSCRIBE\r\nid:0\r\ndestination:/topic/rooms/lobby\r\nreceipt:joined\r\n\r\n^\n\n"
            + POST + "receipt:1\nreference:a\n\n{\"text\":\"hällo\"}^"
            + POST + "receipt:2\ncontent-length:13\n\n{\"text\":\"two\"^".replace("two\"^", "tw\"}^")
            + "UNSUBSCRIBE\nid:0\nreceipt:left\n\n^"
            + POST + "receipt:3\n\n{\"text\":\"not heard\"}^"
            + "DISCONNECT\nreceipt:bye\n\n^";

    private TestChatServer house = new TestChatServer();
    private final List<StompTestClient> stompTestClients = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        stompTestClients.forEach(stompTestClient -> stompTestClient.testClient().leaksNothing());
    }

    private StompTestClient stompTestClient() {
        return stompTestClient(StompVersion.V1_2);
    }

    private StompTestClient stompTestClient(StompVersion version) {
        StompTestClient stompTestClient = new StompTestClient(house, version);
        stompTestClients.add(stompTestClient);
        return stompTestClient;
    }

    private static void pass(StompTestClient stompTestClient, int seconds) {
        for (int i = 0; i < seconds; i++) {
            stompTestClient.testClient().waits(Duration.ofSeconds(1));
        }
    }

    private List<String> said() {
        return house
                .get(house.chatServer
                        .roomRegistry()
                        .find(RoomName.LOBBY)
                        .orElseThrow()
                        .last(100))
                .stream()
                .map(Message::text)
                .toList();
    }

    private void dialogue(Consumer<StompTestClient> sending) {
        house = new TestChatServer();
        TestChatServer.TestSession eve = house.inLobby("eve");
        StompTestClient stompTestClient = stompTestClient();

        sending.accept(stompTestClient);

        // Whether it hears its own last words before it leaves is nobody's promise.
        assertThat(stompTestClient.told())
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
        assertThat(said()).containsExactly("hällo", "tw");
        assertThat(house.chatServer.users()).containsExactly(eve.session().user());
        stompTestClient.testClient().leaksNothing();
    }

    @Test
    void aDialogueGoesInOrder() {
        dialogue(stompTestClient -> {
            for (String frame : DIALOGUE.split("(?<=\\^)", -1)) {
                stompTestClient.sends(frame);
            }
        });
    }

    @Test
    void aDialogueCutInTwoAnywhereGoesTheSameWay() {
        for (int cut = 1; cut < DIALOGUE.length(); cut++) {
            int position = cut;
            dialogue(stompTestClient ->
                    stompTestClient.sends(DIALOGUE.substring(0, position)).sends(DIALOGUE.substring(position)));
        }
    }

    @Test
    void aDialogueGluedTogetherGoesTheSameWay() {
        dialogue(stompTestClient -> stompTestClient.sends(DIALOGUE));
    }

    @Test
    void aDialogueThatComesByteByByteGoesTheSameWay() {
        dialogue(stompTestClient -> DIALOGUE.chars().forEach(one -> stompTestClient.sends(String.valueOf((char) one))));
    }

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void everyVersionIsSpoken(StompVersion version) {
        StompTestClient ada = stompTestClient(version).joins("ada");
        TestChatServer.TestSession bob = house.inLobby("bob");

        house.say(bob, "hi");
        assertThat(ada.told()).last().asString().contains("\"from\":\"bob\"", "\"text\":\"hi\"");
        ada.sends(POST + "receipt:1\n\n{\"text\":\"hello\"}^");

        assertThat(ada.told()).anyMatch(line -> line.matches("RECEIPT receipt-id:1 position:[0-9a-zA-Z]+:2"));
        assertThat(said()).containsExactly("hi", "hello");
    }

    @Test
    void aNameThatIsTakenIsRefusedWithSuggestionsAndTheEnd() {
        house.inLobby("ada");
        StompTestClient ada = stompTestClient().sends("CONNECT\naccept-version:1.2\nlogin:ada\n\n^");

        assertThat(ada.told())
                .singleElement()
                .asString()
                .startsWith("ERROR message:name-taken {\"code\":\"name-taken\"")
                .contains("\"suggestions\":[\"");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void aMessageThatIsTooLongIsRefusedAndTheSessionLivesOn() {
        StompTestClient ada = stompTestClient().joins("ada");

        ada.sends(POST + "receipt:1\nreference:x\n\n{\"text\":\"" + "x".repeat(501) + "\"}^");

        assertThat(ada.told())
                .singleElement()
                .asString()
                .startsWith(
                        "MESSAGE subscription:r {\"receipt\":\"1\",\"reference\":\"x\",\"code\":\"message-too-long\"");
        ada.sends(POST + "receipt:2\n\n{\"text\":\"short\"}^");
        assertThat(said()).containsExactly("short");
    }

    @Test
    void whoDoesNotHearRefusalsIsSentOffWithTheFirst() {
        StompTestClient ada = stompTestClient().enters("ada");

        ada.sends(POST + "receipt:1\n\n{\"text\":\"hi\"}^");

        assertThat(ada.told()).singleElement().asString().startsWith("ERROR message:not-in-room receipt-id:1 ");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void theSameReferenceStoresOnceAndGetsTheSameReceipt() {
        StompTestClient ada = stompTestClient().joins("ada");
        String post = POST + "receipt:1\nreference:a\n\n{\"text\":\"once\"}^";

        ada.sends(post + post);

        List<Frame> receipts = ada.frames().stream()
                .filter(frame -> frame.stompCommand() == StompCommand.RECEIPT)
                .toList();
        assertThat(receipts).hasSize(2);
        assertThat(receipts.get(0)).isEqualTo(receipts.get(1));
        assertThat(said()).containsExactly("once");
    }

    @Test
    void whoWasCutOffComesBackByItsTokenAndHearsWhatItMissedOnce() {
        StompTestClient ada = stompTestClient().sends("CONNECT\naccept-version:1.2\nlogin:ada\n\n^");
        String token = ada.frames().get(0).headers().get("resume");
        ada.sends("SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\n\n^");
        TestChatServer.TestSession bob = house.inLobby("bob");
        house.say(bob, "heard");
        String id = ada.frames().stream()
                .reduce((one, other) -> other)
                .orElseThrow()
                .headers()
                .get("message-id");
        ada.testClient().breaks();
        house.say(bob, "missed");

        StompTestClient again =
                stompTestClient().sends("CONNECT\naccept-version:1.2\nlogin:ada\nresume:" + token + "\n\n^");
        again.frames();
        again.sends("SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\nafter:" + id.split("@", 2)[1] + "\n\n^");

        List<String> told = again.told();
        assertThat(told.get(0)).contains("\"type\":\"welcome\"", "\"recovered\":true");
        assertThat(told).hasSize(2).last().asString().contains("\"text\":\"missed\"");
        assertThat(ResumeToken.parse(token)).isPresent();
    }

    @Test
    void theRoomsAreToldAndAgainASecondAfterTheyHaveChanged() {
        StompTestClient ada = stompTestClient().joins("ada");
        ada.sends("SUBSCRIBE\nid:l\ndestination:/topic/rooms\n\n^");
        assertThat(ada.told())
                .containsExactly("MESSAGE subscription:l [{\"name\":\"lobby\",\"topic\":\"\",\"people\":1}]");

        house.inLobby("bob");
        house.inLobby("eve");
        ada.told();
        ada.testClient().waits(Duration.ofMillis(999));
        assertThat(ada.told()).noneMatch(line -> line.startsWith("MESSAGE subscription:l"));
        ada.testClient().waits(Duration.ofMillis(1));
        assertThat(ada.told())
                .containsExactly("MESSAGE subscription:l [{\"name\":\"lobby\",\"topic\":\"\",\"people\":3}]");

        ada.sends("UNSUBSCRIBE\nid:l\n\n^");
        house.inLobby("fay");
        ada.testClient().waits(Duration.ofSeconds(2));
        assertThat(ada.told()).noneMatch(line -> line.startsWith("MESSAGE subscription:l"));
    }

    @Test
    void commandsAndWordsToOnePersonAreAnswered() {
        StompTestClient ada = stompTestClient().joins("ada");
        TestChatServer.TestSession bob = house.inLobby("bob");
        ada.told();

        ada.sends("SEND\ndestination:/app/commands\nreceipt:1\n\n{\"line\":\"/who\",\"room\":\"lobby\"}^");
        assertThat(ada.told()).singleElement().asString().contains("subscription:a", "2 in lobby:", "bob (browser)");

        ada.sends("SEND\ndestination:/app/people/bob\nreceipt:2\n\n{\"text\":\"psst\"}^");
        assertThat(ada.told()).hasSize(2).anyMatch(line -> line.startsWith("RECEIPT receipt-id:2"));
        assertThat(bob.recordingSubscriber().directMessages()).hasSize(1);
    }

    @Test
    void hundredsOfMessagesInOneGoAreAllStoredAndAnsweredBeforeTheEnd() {
        StompTestClient ada = stompTestClient().joins("ada");

        ada.sends(IntStream.range(0, 300)
                        .mapToObj(i -> POST + "receipt:r" + i + "\n\n{\"text\":\"" + i + "\"}^")
                        .collect(Collectors.joining())
                + "DISCONNECT\nreceipt:bye\n\n^");

        List<String> told = ada.told();
        assertThat(told.stream().filter(line -> line.startsWith("RECEIPT receipt-id:r")))
                .hasSize(300);
        assertThat(told).last().isEqualTo("RECEIPT receipt-id:bye");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void whatWasSentBeforeTheEndOfTheInputIsAnswered() {
        StompTestClient ada = stompTestClient().joins("ada");

        ada.sends(POST + "receipt:1\n\n{\"text\":\"last\"}^SEND\nhalf a frame");
        ada.testClient().hangsUp();

        assertThat(ada.told()).anyMatch(line -> line.startsWith("RECEIPT receipt-id:1"));
        assertThat(said()).containsExactly("last");
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
    void whatIsNotAllowedGetsAnErrorInASentenceAndTheEnd(String frame) {
        StompTestClient ada = stompTestClient().joins("ada");

        ada.sends(frame);

        assertThat(ada.told())
                .singleElement()
                .asString()
                .startsWith("ERROR message:malformed ")
                .doesNotContain("Exception", "dev.parley");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void aVersionThatNobodySpeaksIsRefused() {
        StompTestClient ada = stompTestClient().sends("CONNECT\naccept-version:2.0\nlogin:ada\n\n^");

        assertThat(ada.told()).singleElement().asString().contains("1.0,1.1,1.2");
        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void heartBeatsAreSentAsAgreedAndTheirAbsenceIsNoticed() {
        StompTestClient ada = stompTestClient();
        ada.sends("CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:1,1\n\n^");
        assertThat(ada.told()).containsExactly("CONNECTED");

        for (int i = 0; i < 10; i++) {
            pass(ada, 9);
            ada.sends("\n");
        }
        assertThat(ada.beats()).isEqualTo(10);
        pass(ada, 24);
        assertThat(ada.testClient().isClosed()).isFalse();
        pass(ada, 1);

        assertThat(ada.testClient().isClosed()).isTrue();
    }

    @Test
    void whoAgreesOnNoHeartBeatsGetsNoneAndMaySayNothing() {
        StompTestClient ada = stompTestClient();
        ada.sends("CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:0,0\n\n^");

        ada.testClient().waits(Duration.ofHours(1));

        assertThat(ada.beats()).isZero();
        assertThat(ada.testClient().isClosed()).isFalse();
    }

    @Test
    void theServersEndIsAnErrorWithItsCode() {
        StompTestClient ada = stompTestClient().joins("ada");

        house.chatServer.disconnectAll();

        assertThat(ada.told()).last().asString().startsWith("ERROR message:sent-off ");
        assertThat(ada.testClient().isClosed()).isTrue();
    }
}
