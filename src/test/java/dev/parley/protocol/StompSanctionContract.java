package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.OperatorCode;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.room.Refusal;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contract of bans and mutes, over every transport. */
abstract class StompSanctionContract extends StompInviteContract {

    private static final Nickname BOB = Nickname.of("bob");
    private static final String LOOPBACK = "127.0.0.1";
    private static final String MUTED = Refusal.muted("").sentence();

    @AfterEach
    void liftSanctions() {
        for (Kind kind : Kind.values()) {
            chatServer
                    .sanctionEnforcer()
                    .lift(kind, BOB, LOOPBACK)
                    .toCompletableFuture()
                    .join();
        }
    }

    private void mute() {
        chatServer
                .sanctionEnforcer()
                .impose(Kind.MUTE, BOB, null)
                .toCompletableFuture()
                .join();
    }

    @Test
    void mutedUserReadsAndShowsNoTextToOthers() {
        ContractClient ada = member("ada");
        ContractClient bob = member("bob");
        mute();

        bob.send(post("receipt:1", "{\"text\":\"hello\"}")
                        + sendDirect("ada", "receipt:2", "hello")
                        + "SUBSCRIBE\nid:n\ndestination:/topic/rooms/hello\nreceipt:3\n\n^"
                        + command("4", "/nick HELLO")
                        + command("5", "/me says hello"))
                .receives(
                        refusal("1", "muted", MUTED),
                        refusal("2", "muted", MUTED),
                        refusal("3", "muted", MUTED),
                        "RECEIPT receipt-id:4",
                        "RECEIPT receipt-id:5");

        ada.send(post("receipt:1", "{\"text\":\"to all\"}")).receives("RECEIPT receipt-id:1 position:E:1");
        assertThat(bob.event("\"type\":\"said\"")).contains("to all");
        assertThat(chatServer.roomRegistry().find(RoomName.parse("hello").orElseThrow()))
                .isEmpty();
        assertThat(chatServer.users()).extracting(Object::toString).containsExactlyInAnyOrder("ada", "bob");
    }

    @Test
    void removalOfARoomEndsTheSubscriptionWithALastEvent() {
        ContractClient ada = member("ada");
        ada.send(post("receipt:1", "{\"text\":\"hello\"}")).receives("RECEIPT receipt-id:1 position:E:1");

        assertThat(chatServer.removeRoom(RoomName.parse(room).orElseThrow()))
                .succeedsWithin(Duration.ofSeconds(30), InstanceOfAssertFactories.BOOLEAN)
                .isTrue();

        assertThat(ada.event("\"type\":\"removed\""))
                .isEqualTo("MESSAGE subscription:0 destination:/topic/rooms/" + room
                        + " {\"type\":\"removed\",\"room\":\"" + room + "\"}");
        ada.send(post("receipt:2", "{\"text\":\"hello\"}")).receives(refusal("2", "not-in-room", notInRoom()));
        ada.send(subscribe("receipt:3")).receives("RECEIPT receipt-id:3");
        ada.send(post("receipt:4", "{\"text\":\"hello\"}")).receives("RECEIPT receipt-id:4 position:E:1");
    }

    @Test
    void mutedUserKeepsTheNicknameAtTheNextLogin() {
        ContractClient bob = client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:bob\n\n^");
        String token = bob.reply().headers().get("resume");
        mute();
        bob.send("DISCONNECT\nreceipt:bye\n\n^").receives("RECEIPT receipt-id:bye");
        awaitFree("bob");

        String connect = "CONNECT\naccept-version:1.2\npasscode:secret\nresume:" + token + "\nlogin:";
        ContractClient other = client().send(connect + "HELLO\n\n^");
        assertThat(other.reply().headers().get("message")).isEqualTo("muted");
        other.isClosedByTheServer();
        client().send(connect + "bob\n\n^").receives("CONNECTED version:1.2 user-name:bob");
    }

    @Test
    void banOfAnAddressDisconnectsItsUsers() {
        ContractClient ada = member("ada");

        chatServer.sanctionEnforcer().ban(LOOPBACK, null).toCompletableFuture().join();

        ada.receives(error("banned", "", Refusal.banned("").sentence())).isClosedByTheServer();
        assertThat(chatServer.users()).isEmpty();
    }

    @Test
    void rightsAreSentAtOnceAndAfterEachChange() {
        ContractClient ada = member("ada");
        String userId = chatServer.users().get(0).id();

        ada.send("SUBSCRIBE\nid:s\ndestination:/user/queue/session\nreceipt:1\n\n^")
                .receives("RECEIPT receipt-id:1", rights(false));
        OperatorCode code = chatServer
                .operators()
                .createCode(Operator.CONSOLE)
                .toCompletableFuture()
                .join();
        ada.send(command("2", "/op " + code.text()));
        assertThat(List.of(ada.refusal(), ada.refusal()))
                .containsExactlyInAnyOrder(rights(true, ",\"muted\":[],\"banned\":[]"), "RECEIPT receipt-id:2");
        chatServer
                .operators()
                .revoke(userId, Operator.CONSOLE)
                .toCompletableFuture()
                .join();
        ada.receives(rights(false));
    }

    @Test
    void operatorsReceiveTheMutedAndBannedNicknames() {
        ContractClient ada = member("ada");
        OperatorCode code = chatServer
                .operators()
                .createCode(Operator.CONSOLE)
                .toCompletableFuture()
                .join();
        ada.send("SUBSCRIBE\nid:s\ndestination:/user/queue/session\nreceipt:1\n\n^")
                .receives("RECEIPT receipt-id:1", rights(false));
        ada.send(command("2", "/op " + code.text()));
        assertThat(List.of(ada.refusal(), ada.refusal())).contains("RECEIPT receipt-id:2");

        mute();
        ada.receives(rights(true, ",\"muted\":[{\"name\":\"bob\",\"until\":null}],\"banned\":[]"));
        chatServer
                .sanctionEnforcer()
                .lift(Kind.MUTE, BOB, null)
                .toCompletableFuture()
                .join();
        ada.receives(rights(true, ",\"muted\":[],\"banned\":[]"));
        chatServer
                .sanctionEnforcer()
                .impose(Kind.BAN, BOB, Duration.ofMinutes(5))
                .toCompletableFuture()
                .join();
        assertThat(ada.refusal())
                .matches(".*\"muted\":\\[],\"banned\":\\[\\{\"name\":\"bob\",\"until\":\"[-0-9T:.]+Z\"}]}");
    }

    private static String rights(boolean operator) {
        return rights(operator, "");
    }

    private static String rights(boolean operator, String sanctions) {
        return "MESSAGE subscription:s destination:/user/queue/session {\"type\":\"rights\",\"operator\":" + operator
                + sanctions + "}";
    }
}
