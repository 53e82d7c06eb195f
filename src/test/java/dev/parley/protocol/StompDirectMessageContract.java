package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract of direct messages over STOMP. */
abstract class StompDirectMessageContract extends StompDisconnectContract {

    private static final String CONNECT = "CONNECT\naccept-version:1.2\npasscode:secret\n";

    /** A client that can resume. */
    private record Resumable(ContractClient client, String token) {}

    private Resumable resumable(String name) {
        ContractClient client = client().send(CONNECT + "login:" + name + "\n\n^");
        return new Resumable(client, client.reply().headers().get("resume"));
    }

    private ContractClient resume(Resumable lost, String name) {
        return client().send(CONNECT + "resume:" + lost.token() + "\n\n^")
                .receives("CONNECTED version:1.2 user-name:" + name)
                .send("SUBSCRIBE\nid:f\ndestination:/user/queue/refusals\n\n^");
    }

    private ContractClient subscriber(String name) {
        return member(name).send(subscribeDirect("receipt:d")).receives("RECEIPT receipt-id:d");
    }

    private static String body(ContractClient client) {
        return new String(client.reply().body().toByteArray(), UTF_8);
    }

    private String receipt(int number) {
        return "RECEIPT receipt-id:" + number + " position:" + position(number);
    }

    /** Sends messages from ada to bob, each with its number as text. */
    private void send(ContractClient ada, int from, int to) {
        for (int i = from; i <= to; i++) {
            ada.send(sendDirect("bob", "receipt:" + i, "m" + i)).receives(receipt(i));
        }
    }

    private String fromAda(int number) {
        return direct(number, "ada", "bob", "m" + number);
    }

    @Test
    void directMessageReachesBothAndIsAcknowledged() {
        ContractClient ada = subscriber("ada");
        ContractClient bob = subscriber("bob");

        ada.send(sendDirect("bob", "receipt:1", "m1")).receives(fromAda(1), receipt(1));
        bob.receives(fromAda(1));
        ada.send(sendDirect("zoe", "receipt:2", "psst"))
                .receives(refusal("2", "no-such-person", "There is no user “zoe”. /who lists the users."));
    }

    @Test
    void directMessageWithAReferenceIsStoredOnce() {
        ContractClient ada = subscriber("ada");
        ContractClient bob = subscriber("bob");

        ada.send(sendDirect("bob", "receipt:1\nreference:r", "m1"))
                .receives(fromAda(1), "RECEIPT receipt-id:1 reference:r position:" + position(1));
        ada.send(sendDirect("bob", "receipt:2\nreference:r", "m1"))
                .receives("RECEIPT receipt-id:2 reference:r position:" + position(1));
        ada.send(sendDirect("bob", "receipt:2", "m2")).receives(fromAda(2), receipt(2));
        bob.receives(fromAda(1), fromAda(2));
    }

    @Test
    void referenceOfAnotherDirectMessageIsRefused() {
        ContractClient ada = member("ada");
        subscriber("bob");
        ada.send(sendDirect("bob", "receipt:1\nreference:r", "m1"))
                .receives("RECEIPT receipt-id:1 reference:r position:" + position(1));

        ada.send(sendDirect("bob", "receipt:2\nreference:r", "other"));

        assertThat(body(ada)).contains("\"code\":\"reference-conflict\"", "\"reference\":\"r\"");
        ada.send(sendDirect("bob", "receipt:3\nreference:*", "other"));
        assertThat(body(ada)).contains("\"code\":\"reference-invalid\"");
    }

    @Test
    void repeatedDirectMessageIsAcknowledgedAfterItsRecipientHasLeft() {
        ContractClient ada = member("ada");
        ContractClient bob = subscriber("bob");
        ada.send(sendDirect("bob", "receipt:1\nreference:r", "m1"))
                .receives("RECEIPT receipt-id:1 reference:r position:" + position(1));
        bob.receives(fromAda(1)).send("DISCONNECT\n\n^");
        awaitFree("bob");

        ada.send(sendDirect("bob", "receipt:2\nreference:r", "m1"))
                .receives("RECEIPT receipt-id:2 reference:r position:" + position(1));
    }

    @Test
    void subscriptionWithAPositionReplaysLaterDirectMessages() {
        ContractClient ada = member("ada");
        Resumable bob = resumable("bob");
        bob.client().send(subscribeDirect("receipt:d")).receives("RECEIPT receipt-id:d");
        send(ada, 1, 2);
        String first = body(bob.client());
        bob.client().receives(fromAda(2));
        send(ada, 3, 3);

        String position = first.replaceAll(".*\"position\":\"([^\"]*)\".*", "$1");
        ContractClient second = resume(bob, "bob").send(subscribeDirect("after:" + position + "\nreceipt:d"));

        second.receives(fromAda(2), fromAda(3), "RECEIPT receipt-id:d");
        send(ada, 4, 4);
        second.receives(fromAda(4));
        bob.client().receives(fromAda(3), fromAda(4));
    }

    @ParameterizedTest
    @CsvSource({"'',1", "after:another:7,1", "replay:2,2", "replay:500,1", "replay:0,4"})
    void subscriptionReplaysKeptDirectMessages(String header, int first) {
        ContractClient ada = member("ada");
        Resumable bob = resumable("bob");
        send(ada, 1, 3);

        ContractClient second =
                resume(bob, "bob").send(subscribeDirect(header + (header.isEmpty() ? "" : "\n") + "receipt:d"));

        IntStream.rangeClosed(first, 3).forEach(number -> second.receives(fromAda(number)));
        second.receives("RECEIPT receipt-id:d");
        send(ada, 4, 4);
        second.receives(fromAda(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after:nonsense", "replay:501"})
    void invalidReplayOfDirectMessagesIsRefused(String header) {
        ContractClient ada = member("ada");

        ada.send(subscribeDirect(header + "\nreceipt:1"))
                .receives(refusal(
                        "1",
                        "malformed",
                        "“after” must be a position such as EPOCH:SEQ, and “replay” a number from 0 to 500."));
        ada.send(subscribeDirect("receipt:2")).receives("RECEIPT receipt-id:2");
    }

    @Test
    void unsubscribeEndsDirectMessagesUntilTheNextSubscription() {
        ContractClient ada = member("ada");
        ContractClient bob = subscriber("bob");
        bob.send("UNSUBSCRIBE\nid:d\nreceipt:u\n\n^").receives("RECEIPT receipt-id:u");
        send(ada, 1, 1);

        bob.send("SUBSCRIBE\nid:1\ndestination:/topic/rooms\nreceipt:l\n\n^").receives("RECEIPT receipt-id:l");
        assertThat(bob.reply().headers().get("subscription")).isEqualTo("1");
        bob.send(subscribeDirect("receipt:d")).receives(fromAda(1), "RECEIPT receipt-id:d");
    }

    @Test
    void userWithoutConnectionReceivesDirectMessagesAfterTheResume() {
        assumeTrue(noticesResets());
        ContractClient ada = member("ada");
        Resumable bob = resumable("bob");
        bob.client()
                .send(subscribeDirect("receipt:d"))
                .receives("RECEIPT receipt-id:d")
                .reset();
        await().until(() -> openConnections() == 1);
        send(ada, 1, 2);

        ContractClient second = resume(bob, "bob").send(subscribeDirect("receipt:d"));

        second.receives(fromAda(1), fromAda(2), "RECEIPT receipt-id:d");
    }

    @Test
    void longReplayOfDirectMessagesIsDeliveredCompletely() {
        ContractClient ada = member("ada");
        Resumable bob = resumable("bob");
        String text = "\\u0001".repeat(499) + ".";
        for (int i = 1; i <= 200; i++) {
            ada.send(sendDirect("bob", "receipt:" + i, text)).receives(receipt(i));
        }

        ContractClient second = resume(bob, "bob").send(subscribeDirect("receipt:d"));

        List<String> received = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            received.add(direct(i, "ada", "bob", text));
        }
        received.add("RECEIPT receipt-id:d");
        second.receives(received.toArray(String[]::new));
    }
}
