package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * Implements STOMP 1.2 over WebSocket, without STOMP heart-beats; WebSocket pings are answered. The frames of a server
 * have the same layout, so the decoder tries the offsets of the last message before it searches.
 */
final class StompClientProtocol extends WebSocketClientProtocol {

    private static final byte[] MESSAGE_ID = "\nmessage-id:".getBytes(US_ASCII);
    private static final int RECEIPT_ID_OFFSET = "RECEIPT\nreceipt-id:".length();

    private final LoopMetrics metrics;
    private final String destinationPrefix;
    private final boolean sendsWelcome;
    private int textFromEnd = MessageText.LENGTH;
    private int seqFromStart;

    /**
     * @param destinationPrefix the destination of SEND frames, up to the name of the room
     * @param sendsWelcome whether the server answers SUBSCRIBE with a MESSAGE, and ends message ids with a sequence
     *     number
     */
    StompClientProtocol(LoopMetrics metrics, int port, String destinationPrefix, boolean sendsWelcome) {
        super(port, "/ws/websocket", "v12.stomp");
        this.metrics = metrics;
        this.destinationPrefix = destinationPrefix;
        this.sendsWelcome = sendsWelcome;
    }

    private static String room(Client client) {
        return client.room() == 0 ? "lobby" : String.format(Locale.ROOT, "r%04d", client.room());
    }

    @Override
    void onOpen(Client client) {
        client.write(textFrame(
                "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:" + client.nickname() + "\nheart-beat:0,0\n\n\0"));
    }

    @Override
    void onText(Client client, byte[] bytes, int from, int to, long now) {
        if (to - from < RECEIPT_ID_OFFSET) {
            return;
        }
        // The first letters of MESSAGE, RECEIPT and CONNECTED.
        switch (bytes[from]) {
            case 'M' -> onMessage(client, bytes, from, to, now);
            case 'R' -> onReceipt(client, bytes, from, to, now);
            case 'C' -> subscribe(client);
            default -> client.close("the server sent " + new String(bytes, from, Math.min(to - from, 400), UTF_8));
        }
    }

    private void subscribe(Client client) {
        client.write(textFrame("SUBSCRIBE\nid:s\ndestination:/topic/rooms/" + room(client) + "\nreplay:0\n\n\0"));
        if (!sendsWelcome) {
            client.markJoined();
        }
    }

    private void onMessage(Client client, byte[] bytes, int from, int to, long now) {
        if (!client.isJoined()) {
            client.markJoined();
        }
        int text = to - textFromEnd;
        if (text < from || !MessageText.startsAt(bytes, text)) {
            text = MessageText.find(bytes, from, to);
            if (text < 0) {
                return;
            }
            textFromEnd = to - text;
        }
        metrics.recordMessage(client, bytes, text, sendsWelcome ? seq(bytes, from, to) : -1, now);
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

    /**
     * Returns the index after the escaped colon ({@code \c}) of the message id, which consists of room, epoch and
     * sequence number, or -1 if there is none.
     */
    private static int findSeq(byte[] bytes, int from, int to) {
        for (int i = from; i < to - MESSAGE_ID.length; i++) {
            if (isMessageId(bytes, i)) {
                for (int j = i + MESSAGE_ID.length; j < to - 1 && bytes[j] != '\n'; j++) {
                    if (bytes[j] == '\\' && bytes[j + 1] == 'c') {
                        return j + 2;
                    }
                }
            }
        }
        return -1;
    }

    private static boolean isMessageId(byte[] bytes, int at) {
        for (int i = 0; i < MESSAGE_ID.length; i++) {
            if (bytes[at + i] != MESSAGE_ID[i]) {
                return false;
            }
        }
        return true;
    }

    private void onReceipt(Client client, byte[] bytes, int from, int to, long now) {
        if (to - from > RECEIPT_ID_OFFSET + MessageTemplate.RECEIPT_DIGITS && bytes[from + RECEIPT_ID_OFFSET] != 'q') {
            int number = (int) MessageText.readDigits(bytes, from + RECEIPT_ID_OFFSET, MessageTemplate.RECEIPT_DIGITS);
            metrics.recordReceipt(client, number, now);
        }
    }

    @Override
    public MessageTemplate template(Client client, boolean receipt) {
        String head = "SEND\ndestination:" + destinationPrefix + room(client) + "\ncontent-type:application/json\n";
        String receiptName = "receipt:";
        String body = "{\"text\":\"" + MessageText.template() + "\"}";
        String frame = head
                + (receipt ? receiptName + "0".repeat(MessageTemplate.RECEIPT_DIGITS) + "\n" : "")
                + "\n"
                + body
                + "\0";
        byte[] bytes = textFrame(frame);
        int start = bytes.length - frame.length();
        return new MessageTemplate(
                bytes,
                bytes.length - MessageText.LENGTH - "\"}\0".length(),
                receipt ? start + head.length() + receiptName.length() : -1);
    }

    @Override
    public void disconnect(Client client) {
        client.write(textFrame("DISCONNECT\n\n\0"));
    }

    @Override
    public boolean echoesOwnMessages() {
        return true;
    }
}
