package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * STOMP 1.2 in WebSocket frames, without heart-beats (the server's pings are answered). Messages of one server are laid
 * out alike, so numbers are looked for where they stood in the last one first.
 */
final class StompSpeech extends WebSocketSpeech {

    private static final byte[] MESSAGE_ID = "\nmessage-id:".getBytes(US_ASCII);
    private static final int RECEIPT_AT = "RECEIPT\nreceipt-id:".length();

    private final Tally tally;
    private final String sendTo;
    private final boolean greets;
    private int textFromEnd = Text.LENGTH;
    private int seqFromStart;

    /**
     * @param sendTo the destination to send to, before the room's name
     * @param greets whether the server answers a subscription with a message at once, and numbers messages
     */
    StompSpeech(Tally tally, int port, String sendTo, boolean greets) {
        super(port, "/ws/websocket", "v12.stomp");
        this.tally = tally;
        this.sendTo = sendTo;
        this.greets = greets;
    }

    private static String room(Client client) {
        return client.room() == 0 ? "lobby" : String.format(Locale.ROOT, "r%04d", client.room());
    }

    @Override
    void opened(Client client) {
        client.write(textFrame(
                "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:" + client.name() + "\nheart-beat:0,0\n\n\0"));
    }

    @Override
    void text(Client client, byte[] bytes, int from, int to, long now) {
        if (to - from < RECEIPT_AT) {
            return;
        }
        switch (bytes[from]) {
            case 'M' -> message(client, bytes, from, to, now);
            case 'R' -> receipt(client, bytes, from, to, now);
            case 'C' -> subscribe(client);
            default -> client.over("the server said " + new String(bytes, from, Math.min(to - from, 400), UTF_8));
        }
    }

    private void subscribe(Client client) {
        client.write(textFrame("SUBSCRIBE\nid:s\ndestination:/topic/rooms/" + room(client) + "\nreplay:0\n\n\0"));
        if (!greets) {
            client.admitted();
        }
    }

    private void message(Client client, byte[] bytes, int from, int to, long now) {
        if (!client.isIn()) {
            client.admitted();
        }
        int text = to - textFromEnd;
        if (text < from || !Text.isAt(bytes, text)) {
            text = Text.find(bytes, from, to);
            if (text < 0) {
                return;
            }
            textFromEnd = to - text;
        }
        tally.heard(client, bytes, text, greets ? seq(bytes, from, to) : -1, now);
    }

    private long seq(byte[] bytes, int from, int to) {
        int at = from + seqFromStart;
        if (seqFromStart == 0 || bytes[at - 1] != 'c' || bytes[at - 2] != '\\') {
            at = findSeq(bytes, from, to);
            if (at < 0) {
                return -1;
            }
            seqFromStart = at - from;
        }
        long seq = 0;
        for (; at < to && bytes[at] != '\n'; at++) {
            seq = seq * 10 + (bytes[at] - '0');
        }
        return seq;
    }

    /** Behind the escaped colon of the id, which is room, epoch and number. */
    private static int findSeq(byte[] bytes, int from, int to) {
        for (int i = from; i < to - MESSAGE_ID.length; i++) {
            if (startsAt(bytes, i)) {
                for (int j = i + MESSAGE_ID.length; j < to - 1 && bytes[j] != '\n'; j++) {
                    if (bytes[j] == '\\' && bytes[j + 1] == 'c') {
                        return j + 2;
                    }
                }
            }
        }
        return -1;
    }

    private static boolean startsAt(byte[] bytes, int at) {
        for (int i = 0; i < MESSAGE_ID.length; i++) {
            if (bytes[at + i] != MESSAGE_ID[i]) {
                return false;
            }
        }
        return true;
    }

    private void receipt(Client client, byte[] bytes, int from, int to, long now) {
        if (to - from > RECEIPT_AT + Phrase.RECEIPT_DIGITS && bytes[from + RECEIPT_AT] != 'q') {
            tally.receipt(client, (int) Text.number(bytes, from + RECEIPT_AT, Phrase.RECEIPT_DIGITS), now);
        }
    }

    @Override
    public Phrase phrase(Client client, boolean receipt) {
        String head = "SEND\ndestination:" + sendTo + room(client) + "\ncontent-type:application/json\n";
        String receiptLine = "receipt:";
        String body = "{\"text\":\"" + Text.blank() + "\"}";
        String frame =
                head + (receipt ? receiptLine + "0".repeat(Phrase.RECEIPT_DIGITS) + "\n" : "") + "\n" + body + "\0";
        byte[] bytes = textFrame(frame);
        int start = bytes.length - frame.length();
        return new Phrase(
                bytes,
                bytes.length - Text.LENGTH - "\"}\0".length(),
                receipt ? start + head.length() + receiptLine.length() : -1);
    }

    @Override
    public void leave(Client client) {
        client.write(textFrame("DISCONNECT\n\n\0"));
    }

    @Override
    public boolean echoes() {
        return true;
    }
}
