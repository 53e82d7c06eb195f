package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.integration.StompLibraryClient;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract of chat over STOMP: every transport sends the same frames in the same order. */
abstract class StompSessionContract extends StompChangeContract {

    private static final User AUTHOR =
            new User("before", Nickname.of("before"), new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    @ParameterizedTest
    @CsvSource({"CONNECT,accept-version:1.2,1.2", "STOMP,'accept-version:1.0,1.1',1.1", "CONNECT,x:y,1.0"})
    void connectSelectsTheHighestCommonVersion(String command, String header, String version) {
        ContractClient ada =
                client().send(command + "\n" + header + "\nlogin:ada\npasscode:secret\nheart-beat:0,0\n\n^");

        assertThat(ada.reply().headers().get("version")).isEqualTo(version);
    }

    @Test
    void unsupportedVersionIsRefused() {
        client().send("CONNECT\naccept-version:2.0\nlogin:ada\npasscode:secret\n\n^")
                .receives(error(
                        "malformed",
                        "",
                        "This server supports the STOMP versions 1.0,1.1,1.2. Send one of them in accept-version."))
                .isClosedByTheServer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT\nlogin:ada\npasscode:wrong\n\n^", "CONNECT\nlogin:ada\n\n^"})
    void wrongPasswordIsRefused(String connect) {
        ContractClient ada = client().send(connect);

        assertThat(ada.reply().headers().get("message")).isEqualTo("password-wrong");
        ada.isClosedByTheServer();
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void takenNicknameIsRefused() {
        login("ada");
        ContractClient second = client().send("CONNECT\nlogin:ADA\npasscode:secret\n\n^");

        assertThat(second.reply().headers().get("message")).isEqualTo("name-taken");
        second.isClosedByTheServer();
    }

    @Test
    void resumeTokenAddsASessionOfTheSameUser() {
        ContractClient ada = client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:ada\n\n^");
        String token = ada.reply().headers().get("resume");

        client().send("CONNECT\naccept-version:1.2\npasscode:secret\nresume:" + token + "\n\n^")
                .receives("CONNECTED version:1.2 user-name:ada");

        ada.send("DISCONNECT\nreceipt:bye\n\n^").receives("RECEIPT receipt-id:bye");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND\ndestination:/app/rooms/lobby\n\n{}^", "DISCONNECT\n\n^"})
    void frameBeforeConnectIsAnError(String frame) {
        assumeTrue(isOnlyStomp());
        client().send(frame)
                .receives(error("malformed", "", "Send CONNECT first."))
                .isClosedByTheServer();
    }

    @Test
    void framesInOneWriteWithConnectAreExecutedAfterIt() {
        client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:ada\n\n^"
                        + "SUBSCRIBE\nid:d\ndestination:/user/queue/direct\nreceipt:1\n\n^"
                        + "SEND\ndestination:/app/people/ada\nreceipt:2\n\n{\"text\":\"me\"}^")
                .receives(
                        "CONNECTED version:1.2 user-name:ada",
                        "RECEIPT receipt-id:1",
                        direct(1, "ada", "ada", "me"),
                        "RECEIPT receipt-id:2 position:" + position(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id:0\ndestination:/topic/rooms", "id:9\ndestination:/topic/rooms/"})
    void duplicateSubscriptionIsAnErrorThatNamesTheReceipt(String headers) {
        ContractClient ada = member("ada");

        ada.send("SUBSCRIBE\n" + (headers.endsWith("/") ? headers + room : headers) + "\nreceipt:again\n\n^")
                .receives(error(
                        "malformed",
                        "again",
                        "You already have a subscription with this id or to this destination. UNSUBSCRIBE first."))
                .isClosedByTheServer();
    }

    @ParameterizedTest
    @CsvSource({"after:nonsense", "replay:501", "replay:x"})
    void invalidReplayIsRefused(String header) {
        ContractClient ada = member("ada");

        ada.send("SUBSCRIBE\nid:1\ndestination:/topic/rooms/other\nreceipt:1\n" + header + "\n\n^")
                .receives(refusal(
                        "1",
                        "malformed",
                        "“after” must be a position such as EPOCH:SEQ, and “replay” a number from 0 to 500."));
    }

    @Test
    void messageIsDeliveredAndItsReceiptHasThePosition() {
        ContractClient ada = member("ada");

        ada.send(post("receipt:1\nreference:m-1", "{\"text\":\"hällo\",\"action\":true}"))
                .receives("RECEIPT receipt-id:1 reference:m-1 position:E:1");

        assertThat(ada.event("\"type\":\"said\"")).contains("hällo").startsWith("MESSAGE subscription:0");
    }

    @Test
    void refusalIsAMessageWithASubscriptionAndAnErrorWithout() {
        room = "nowhere";
        ContractClient ada = login("ada").send("SUBSCRIBE\nid:f\ndestination:/user/queue/refusals\n\n^");
        ContractClient bob = login("bob");

        ada.send(post("receipt:1", "{\"text\":\"hi\"}")).receives(refusal("1", "not-in-room", notInRoom()));
        bob.send(post("receipt:1", "{\"text\":\"hi\"}"))
                .receives(error("not-in-room", "1", notInRoom()))
                .isClosedByTheServer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad Name", "", "x/y/typing/typing"})
    void invalidRoomIsNeverAccepted(String name) {
        ContractClient ada = member("ada");

        ada.send("SEND\ndestination:/app/rooms/" + name + "\nreceipt:1\n\n{\"text\":\"hi\"}^");

        assertThat(ada.reply().headers().get(name.contains("/") ? "message" : "subscription"))
                .isEqualTo(name.contains("/") ? "malformed" : "f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "[]", "null", "{\"text\":1}", "{\"action\":true}", "{\"text\":\"\\ud800\"}"})
    void malformedBodyIsRefused(String body) {
        ContractClient ada = member("ada");

        for (String destination : List.of("/app/rooms/" + room, "/app/people/ada", "/app/commands")) {
            ada.send("SEND\ndestination:" + destination + "\nreceipt:1\nreference:x\n\n" + body + "^");

            assertThat(ada.reply().body().toByteArray())
                    .asString()
                    .startsWith("{\"receipt\":\"1\",\"reference\":\"x\",\"code\":\"malformed\",");
        }
    }

    @Test
    void receiptsFollowTheOrderOfRequests() {
        ContractClient ada = member("ada");
        synchronized (history) { // no message is stored meanwhile
            ada.send(post("receipt:1", "{\"text\":\"slow\"}")
                    + "SEND\ndestination:/app/rooms/" + room + "/typing\nreceipt:2\n\n^"
                    + post("receipt:3\nreference:?", "{\"text\":\"refused\"}")
                    + command("4", "/who")
                    + post("receipt:5", "{\"text\":\"slow\"}")
                    + "DISCONNECT\nreceipt:bye\n\n^");
        }
        ada.receives("RECEIPT receipt-id:1 position:E:1", "RECEIPT receipt-id:2");
        assertThat(ada.reply().headers().get("subscription")).isEqualTo("f");
        ada.receives("RECEIPT receipt-id:4", "RECEIPT receipt-id:5 position:E:2", "RECEIPT receipt-id:bye");
    }

    @Test
    void unsubscribeWaitsForTheResultsOfEarlierMessages() {
        ContractClient ada = member("ada");
        synchronized (history) {
            ada.send(post("receipt:1", "{\"text\":\"before\"}") + "UNSUBSCRIBE\nid:0\nreceipt:out\n\n^"
                    + post("receipt:2", "{\"text\":\"after\"}"));
        }

        ada.receives(
                "RECEIPT receipt-id:1 position:E:1",
                "RECEIPT receipt-id:out",
                refusal("2", "not-in-room", notInRoom()));
        ada.send(subscribe("receipt:again")).receives("RECEIPT receipt-id:again");
    }

    @Test
    void unsubscribeOfAnUnknownIdHasAReceipt() {
        member("ada").send("UNSUBSCRIBE\nid:none\nreceipt:1\n\n^").receives("RECEIPT receipt-id:1");
    }

    @Test
    void commandIsAnsweredToItsSender() {
        ContractClient ada = member("ada");
        ada.send(command("1", "/nick eve")).receives("RECEIPT receipt-id:1");

        ada.send("SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n^" + command("2", "/join lobby"))
                .receives(
                        "MESSAGE subscription:a destination:/user/queue/answers {\"receipt\":\"2\",\"command\":\"join\","
                                + "\"lines\":[\"Subscribe to lobby to join it.\"]}");
        ada.send(command("4", "/nick"))
                .receives(
                        "MESSAGE subscription:a destination:/user/queue/answers {\"receipt\":\"4\",\"command\":\"nick\","
                                + "\"lines\":[\"You are eve. Another name: /nick NAME\"],"
                                + "\"codes\":[{\"code\":\"nick-is\",\"arguments\":[\"eve\"]}]}");
        ada.send(command("3", "who"))
                .receives(refusal("3", "malformed", "A command begins with a slash. /help lists them."));
        assertThat(chatServer.findUser("eve").toCompletableFuture().join()).isPresent();
    }

    @Test
    void largeAnswerArrivesInParts() {
        ContractClient ada = member("ada");
        List<MessageDraft> drafts = IntStream.range(0, 200)
                .mapToObj(i -> new MessageDraft(AUTHOR, i + " " + "x".repeat(1_000), false, null))
                .toList();
        history.append(new RoomName(room), drafts).toCompletableFuture().join();

        ada.send("SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n^" + lastOf(room));

        List<String> lines = new ArrayList<>();
        int parts = 0;
        JsonNode part;
        do {
            part = StompLibraryClient.json(ada.reply());
            part.get("lines").forEach(line -> lines.add(line.asString()));
            parts++;
            assertThat(part.get("receipt").asString()).isEqualTo("all");
        } while (part.has("more"));
        assertThat(parts).isEqualTo(4);
        assertThat(lines).hasSize(200);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).contains(" before: " + i + " x");
        }
    }

    private static String lastOf(String room) {
        return "SEND\ndestination:/app/commands\nreceipt:all\n\n{\"line\":\"/last 200\",\"room\":\"" + room + "\"}^";
    }

    @Test
    void leaveCommandEndsTheSubscription() {
        ContractClient ada = member("ada");

        ada.send(command("1", "/leave " + room) + subscribe("receipt:2"))
                .receives("RECEIPT receipt-id:1", "RECEIPT receipt-id:2");
    }

    @Test
    void quitCommandClosesAfterEarlierReceiptsAndFreesTheNickname() {
        ContractClient ada = member("ada");

        ada.send(post("receipt:1", "{\"text\":\"last\"}") + command("2", "/quit"))
                .receives("RECEIPT receipt-id:1 position:E:1", "RECEIPT receipt-id:2", error("quit", "", "Goodbye."))
                .isClosedByTheServer();

        awaitFree("ada");
    }

    @Test
    void typingIsPublishedToOthers() {
        ContractClient ada = member("ada");
        ContractClient bob = member("bob");

        ada.send("SEND\ndestination:/app/rooms/" + room + "/typing\nreceipt:1\n\n^")
                .receives("RECEIPT receipt-id:1");

        assertThat(bob.event("\"type\":\"typing\"")).contains("ada");
    }

    /** A direct message is delivered when its request is read, though its receipt waits for earlier ones. */
    @Test
    void frameBehind32PendingRequestsWaitsForAnswers() {
        ContractClient ada = member("ada");
        ContractClient bob = member("bob").send("SUBSCRIBE\nid:d\ndestination:/user/queue/direct\nreceipt:d\n\n^");
        bob.receives("RECEIPT receipt-id:d");
        synchronized (history) {
            ada.send(posts(PendingRequests.MAX - 1)
                    + "SEND\ndestination:/app/people/bob\nreceipt:bob\n\n{\"text\":\"read\"}^"
                    + "BEGIN\nreceipt:b\n\n^");

            assertThat(bob.reply().headers().get("subscription")).isEqualTo("d");
        }

        for (int i = 1; i <= PendingRequests.MAX / 2; i++) {
            ada.receives("RECEIPT receipt-id:" + i + " position:E:" + i);
        }
    }

    @Test
    void frameBehind31PendingRequestsIsReadAtOnce() {
        ContractClient ada = member("ada");
        synchronized (history) {
            ada.send(posts(PendingRequests.MAX - 1) + "BEGIN\nreceipt:b\n\n^");

            assertThat(ada.reply().headers().get("receipt-id")).isEqualTo("b");
        }
        ada.isClosedByTheServer();
    }

    @Test
    void hundredsOfMessagesInOneWriteAreAnsweredInOrder() {
        ContractClient ada = member("ada");

        ada.send(posts(300) + "DISCONNECT\nreceipt:bye\n\n^");

        for (int i = 1; i <= 300; i++) {
            ada.receives("RECEIPT receipt-id:" + i + " position:E:" + i);
        }
        ada.receives("RECEIPT receipt-id:bye").isClosedByTheServer();
    }

    private String posts(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> post("receipt:" + i, "{\"text\":\"" + i + "\"}"))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN\nreceipt:b\ntransaction:t",
                "SUBSCRIBE\nreceipt:b\nid:9\ndestination:/topic/**",
                "SEND\nreceipt:b\ndestination:/topic/rooms",
                "CONNECT\nreceipt:b\nlogin:x"
            })
    void invalidFrameIsAnErrorThatNamesTheReceipt(String frame) {
        ContractClient ada = member("ada").send(frame + "\n\n^");

        assertThat(ada.reply().headers().get("receipt-id")).isEqualTo("b");
        ada.isClosedByTheServer();
    }

    @Test
    void disconnectWithoutReceiptClosesAndFreesTheNickname() {
        member("ada").send("DISCONNECT\n\n^").isClosedByTheServer();

        awaitFree("ada");
    }

    @Test
    void connectionResetAfterDisconnectFreesTheNicknameAtOnce() {
        assumeTrue(noticesResets());
        ContractClient ada = member("ada");
        synchronized (history) {
            ada.send(post("receipt:1", "{\"text\":\"last\"}") + "DISCONNECT\nreceipt:bye\n\n^")
                    .reset();

            awaitFree("ada");
        }
    }

    @Test
    void connectionResetWithoutDisconnectKeepsTheNickname() {
        assumeTrue(noticesResets());
        ContractClient ada = member("ada");
        member("bob");

        ada.reset();
        await().until(() -> openConnections() == 1);

        assertThat(chatServer.findUser("ada").toCompletableFuture().join()).isPresent();
    }
}
