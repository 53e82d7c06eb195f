package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Implements the dialect {@code line}: the first line is the nickname, each further line a message to the lobby. */
final class LineClientProtocol implements ClientProtocol {

    /** Part of the last line that the server sends after a login. */
    private static final byte[] WELCOME = "Type to talk".getBytes(US_ASCII);

    private final LoopMetrics metrics;

    LineClientProtocol(LoopMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void onConnect(Client client) {
        client.write((client.nickname() + "\n").getBytes(US_ASCII));
    }

    @Override
    public int onRead(Client client, byte[] bytes, int from, int to, long now) {
        int line = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                onLine(client, bytes, line, at, now);
                line = at + 1;
            }
        }
        return line;
    }

    private void onLine(Client client, byte[] bytes, int from, int to, long now) {
        int text = to - MessageText.LENGTH;
        if (text >= from && MessageText.startsAt(bytes, text)) {
            metrics.recordMessage(client, bytes, text, -1, now);
        } else if (!client.isJoined()) {
            for (int i = from; i <= to - WELCOME.length; i++) {
                if (isWelcome(bytes, i)) {
                    client.markJoined();
                }
            }
        }
    }

    private static boolean isWelcome(byte[] bytes, int at) {
        for (int i = 0; i < WELCOME.length; i++) {
            if (bytes[at + i] != WELCOME[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public MessageTemplate template(Client client, boolean receipt) {
        return new MessageTemplate((MessageText.template() + "\n").getBytes(US_ASCII), 0, -1);
    }

    @Override
    public void disconnect(Client client) {
        client.write("/quit\n".getBytes(US_ASCII));
    }

    @Override
    public boolean echoesOwnMessages() {
        return false;
    }
}
