package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract of changes of messages over STOMP. */
abstract class StompChangeContract extends StompRoomListContract {

    private String change(String kind, String headers, String body) {
        return "SEND\ndestination:/app/rooms/" + room + "/" + kind + "\n" + headers + "\n\n" + body + "^";
    }

    private static void assertReceipt(ContractClient client, String id, int seq) {
        Headers headers = client.reply().headers();
        assertThat(headers.get(Headers.RECEIPT_ID)).isEqualTo(id);
        assertThat(headers.get("position")).endsWith(":" + seq);
    }

    @Test
    void editIsAcknowledgedOnceAndSeenByAll() {
        ContractClient ada = member("ada");
        ContractClient bob = member("bob");
        ada.send(post("receipt:1", "{\"text\":\"the tee\"}"));
        assertReceipt(ada, "1", 1);

        String edit = change("edit", "receipt:2\nreference:e-1", "{\"target\":1,\"text\":\"the tea\"}");
        ada.send(edit);
        assertReceipt(ada, "2", 2);
        ada.send(edit);
        assertReceipt(ada, "2", 2);

        assertThat(bob.event("\"edited\""))
                .contains("\"type\":\"edited\",\"seq\":2,")
                .endsWith(
                        "\"reference\":\"e-1\",\"target\":1,\"targetAt\":T,\"text\":\"the tea\",\"by\":\"ada\",\"at\":T}");
        ContractClient cyd = member("cyd");
        assertThat(cyd.event("\"said\""))
                .contains("\"text\":\"the tea\"")
                .contains("\"edited\":{\"by\":\"ada\",\"at\":T}");
        assertThat(cyd.event("\"type\":\"edited\"")).contains("\"text\":\"the tea\"");
    }

    @Test
    void deletedTextIsNotReplayed() {
        ContractClient ada = member("ada");
        ada.send(post("receipt:1", "{\"text\":\"secret\"}"));
        assertReceipt(ada, "1", 1);
        ada.send(change("edit", "receipt:2", "{\"target\":1,\"text\":\"more secret\"}"));
        assertReceipt(ada, "2", 2);
        ada.send(post("receipt:3", "{\"text\":\"a reply\",\"replyTo\":1}"));
        assertReceipt(ada, "3", 3);
        assertThat(ada.event("a reply")).endsWith("\"replyTo\":{\"seq\":1,\"name\":\"ada\",\"text\":\"more secret\"}}");

        ada.send(change("delete", "receipt:4", "{\"target\":1}"));
        assertReceipt(ada, "4", 4);

        assertThat(ada.event("\"deleted\"")).endsWith("\"target\":1,\"targetAt\":T,\"by\":\"ada\",\"at\":T}");
        ContractClient bob = member("bob");
        assertThat(bob.event("\"seq\":1,"))
                .contains("\"text\":\"\"")
                .endsWith("\"deleted\":{\"by\":\"ada\",\"at\":T}}");
        assertThat(bob.event("\"seq\":2,")).contains("\"type\":\"edited\"").contains("\"text\":\"\"");
        assertThat(bob.event("\"seq\":3,")).endsWith("\"replyTo\":{\"seq\":1,\"name\":\"ada\",\"text\":\"\"}}");
        assertThat(bob.event("\"seq\":4,")).contains("\"type\":\"deleted\"");
    }

    @Test
    void reactionsAreCounted() {
        ContractClient ada = member("ada");
        ContractClient bob = member("bob");
        ada.send(post("receipt:1", "{\"text\":\"tea\"}"));
        assertReceipt(ada, "1", 1);
        ada.send(change("react", "receipt:2", "{\"target\":1,\"emoji\":\"❤\"}"));
        assertReceipt(ada, "2", 2);
        bob.send(change("react", "receipt:3", "{\"target\":1,\"emoji\":\"❤️\"}"));
        assertReceipt(bob, "3", 3);
        bob.send(change("react", "receipt:4", "{\"target\":1,\"emoji\":\"❤️\"}"))
                .receives("RECEIPT receipt-id:4");

        assertThat(bob.event("\"seq\":3,"))
                .endsWith("\"target\":1,\"targetAt\":T,\"emoji\":\"❤️\",\"by\":\"bob\",\"removed\":false,\"count\":2,"
                        + "\"at\":T}");
        ContractClient cyd = member("cyd");
        assertThat(cyd.event("\"seq\":1,"))
                .endsWith("\"reactions\":[{\"emoji\":\"❤️\",\"count\":2,\"names\":[\"ada\",\"bob\"]}]}");
        ada.send(change("react", "receipt:5", "{\"target\":1,\"emoji\":\"❤️\",\"remove\":true}"));
        assertReceipt(ada, "5", 4);
        assertThat(cyd.event("\"seq\":4,")).contains("\"removed\":true,\"count\":1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "edit   | {'target':9,'text':'x'}  | no-such-message",
                "delete | {'target':9}             | no-such-message",
                "react  | {'target':9,'emoji':'👍'} | no-such-message",
                "react  | {'target':1,'emoji':'x'}  | emoji-invalid",
                "react  | {'target':1,'emoji':'👍👍'} | emoji-invalid",
                "edit   | {'target':1,'text':' '}  | message-empty",
                "edit   | {'target':1,'text':'no'} | not-author",
                "delete | {'target':1}             | not-author",
                "edit   | {'target':2,'text':'x'}  | no-such-message",
                "edit   | {'text':'x'}             | malformed",
                "edit   | {'target':'1','text':'x'} | malformed",
                "edit   | {'target':1.5,'text':'x'} | malformed",
                "edit   | {'target':1}             | malformed",
                "react  | {'target':1}             | malformed",
                "delete | {}                       | malformed"
            })
    void changeThatIsNotPossibleIsRefused(String kind, String body, String code) {
        ContractClient ada = member("ada");
        ContractClient bob = member("bob");
        ada.send(post("receipt:1", "{\"text\":\"tea\"}"));
        assertReceipt(ada, "1", 1);
        ada.send(change("edit", "receipt:2", "{\"target\":1,\"text\":\"green tea\"}"));
        assertReceipt(ada, "2", 2);

        bob.send(change(kind, "receipt:3", body.replace('\'', '"')));

        assertThat(bob.refusal()).contains("\"receipt\":\"3\"").contains("\"code\":\"" + code + "\"");
    }
}
