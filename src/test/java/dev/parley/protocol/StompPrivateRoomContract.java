package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.AccessRefusals;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contract of private rooms: all ways into a room are closed to users who are not members. */
abstract class StompPrivateRoomContract extends StompContractFixture {

    private static final Pattern KEY = Pattern.compile("/join vault[0-9]+ ([A-Za-z0-9_-]{22})");

    private int vaults;
    private String vault = "";

    private static String answers() {
        return "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n^";
    }

    private String enter(String receipt, String key) {
        return "SUBSCRIBE\nid:" + receipt + "\ndestination:/topic/rooms/" + vault + "\nreceipt:" + receipt
                + (key.isEmpty() ? "" : "\nkey:" + key) + "\n\n^";
    }

    private String run(String receipt, String line) {
        return "SEND\ndestination:/app/commands\nreceipt:" + receipt + "\n\n{\"line\":\"" + line + "\",\"room\":\""
                + vault + "\"}^";
    }

    private String privateRefusal(String receipt) {
        return refusal(
                receipt,
                "room-private",
                AccessRefusals.roomPrivate(new RoomName(vault)).sentence());
    }

    /** Creates the private room, enters it and publishes a message; returns its key. */
    private String createVault(ContractClient owner) {
        vaults++;
        vault = "vault" + vaults;
        owner.send(answers() + run("1", "/private " + vault));
        Matcher key = KEY.matcher(owner.refusal());
        assertThat(key.find()).isTrue();
        owner.send(enter("2", "")).receives("RECEIPT receipt-id:2");
        owner.send("SEND\ndestination:/app/rooms/" + vault + "\nreceipt:3\n\n{\"text\":\"secret\"}^");
        assertThat(owner.refusal()).startsWith("RECEIPT receipt-id:3");
        return key.group(1);
    }

    @Test
    void everyWayIntoAPrivateRoomIsClosedToOthers() {
        ContractClient owner = member("owner");
        createVault(owner);
        ContractClient eve = member("eve");

        eve.send(enter("1", "")).receives(privateRefusal("1"));
        eve.send("SEND\ndestination:/app/rooms/" + vault + "\nreceipt:2\n\n{\"text\":\"hi\"}^");
        assertThat(eve.refusal()).contains("not-in-room");
        eve.send("SEND\ndestination:/app/rooms/" + vault + "/react\nreceipt:3\n\n{\"target\":1,\"emoji\":\"👍\"}^");
        assertThat(eve.refusal()).contains("not-in-room");
        eve.send("SEND\ndestination:/app/rooms/" + vault + "/typing\n\n{}^");
        eve.send(answers());
        for (String line : List.of("/who", "/who #" + vault, "/last", "/invite", "/react 1 👍", "/me waves")) {
            eve.send(run("4", line));
            assertThat(eve.refusal()).as(line).contains("not in " + vault).doesNotContain("secret", "owner");
        }
        eve.send(run("5", "/rooms"));
        assertThat(eve.refusal()).doesNotContain(vault);
        eve.send(run("6", "/rooms vault"));
        assertThat(eve.refusal()).doesNotContain(vault);
        eve.send(run("6", "/search secret"));
        assertThat(eve.refusal()).contains("No message was found.").doesNotContain(vault);
        eve.send(run("7", "/private " + vault));
        assertThat(eve.refusal()).contains("There is a room " + vault);
        eve.send("SUBSCRIBE\nid:s\ndestination:/user/queue/rooms\n\n^"
                + "SEND\ndestination:/app/rooms\nreceipt:8\n\n{\"text\":\"vault\"}^");
        assertThat(eve.refusal()).contains("\"rooms\":[]");
        eve.send("SUBSCRIBE\nid:l\ndestination:/topic/rooms\nchanges:true\n\n^");
        assertThat(eve.refusal()).contains("\"type\":\"rooms\"").doesNotContain(vault);
        eve.send(enter("9", "AAAAAAAAAAAAAAAAAAAAAA"));
        assertThat(eve.refusal()).contains("room-key-wrong");
    }

    @Test
    void memberSeesTheRoomInListAndSearchAndEntersAgainWithoutTheKey() {
        String key = createVault(member("owner"));
        ContractClient bob = client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:bob\n\n^");
        String token = bob.reply().headers().get("resume");

        bob.send("SUBSCRIBE\nid:f\ndestination:/user/queue/refusals\n\n^" + enter("1", key))
                .receives("RECEIPT receipt-id:1");
        assertThat(bob.event("secret")).contains("\"text\":\"secret\"");
        bob.send("DISCONNECT\nreceipt:bye\n\n^").receives("RECEIPT receipt-id:bye");
        ContractClient again = client().send("CONNECT\naccept-version:1.2\npasscode:secret\nresume:" + token + "\n\n^");
        assertThat(again.reply().stompCommand().name()).isEqualTo("CONNECTED");
        again.send("SUBSCRIBE\nid:l\ndestination:/topic/rooms\n\n^");
        assertThat(again.refusal()).containsPattern("\"name\":\"" + vault + "\"[^}]*\"private\":true");
        again.send("SUBSCRIBE\nid:s\ndestination:/user/queue/rooms\n\n^"
                + "SEND\ndestination:/app/rooms\nreceipt:2\n\n{\"text\":\"" + vault + "\"}^");
        assertThat(again.refusal()).containsPattern("\"name\":\"" + vault + "\"[^}]*\"private\":true");
        again.send(enter("3", "")).receives("RECEIPT receipt-id:3");
        again.send(answers() + run("4", "/rooms"));
        assertThat(again.refusal())
                .containsPattern("\\* " + vault + " \\([0-9]\\) \\(private\\)")
                .doesNotContain("lobby (private)");
    }

    @Test
    void closedPrivateRoomIsOpenToAll() {
        createVault(member("owner"));

        assertThat(chatServer
                        .removeRoom(new RoomName(vault))
                        .toCompletableFuture()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .isTrue();
        member("eve").send(enter("1", "")).receives("RECEIPT receipt-id:1");
    }
}
