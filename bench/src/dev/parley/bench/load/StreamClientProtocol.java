package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Implements streams of the HTTP API: readers follow the lobby with one GET request, and senders use the protocol of the page,
 * because a stream only reads. The bytes between the messages, which are the chunks of HTTP and the other fields of an event,
 * are skipped.
 */
final class StreamClientProtocol implements ClientProtocol {

    private static final byte[] OK = "HTTP/1.1 200".getBytes(US_ASCII);

    private final LoopMetrics metrics;
    private final StompClientProtocol senders;
    private final byte[] request;

    /**
     * @param mediaType the format of the stream
     * @param senders the protocol of the clients that send
     */
    StreamClientProtocol(LoopMetrics metrics, int port, String mediaType, StompClientProtocol senders) {
        this.metrics = metrics;
        this.senders = senders;
        this.request = ("GET /api/v1/rooms/lobby/stream HTTP/1.1\r\nHost: localhost:" + port + "\r\nAccept: "
                        + mediaType + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    @Override
    public void onConnect(Client client) {
        if (client.isSender()) {
            senders.onConnect(client);
        } else {
            client.write(request);
        }
    }

    @Override
    public int onRead(Client client, byte[] bytes, int from, int to, long now) {
        if (client.isSender()) {
            return senders.onRead(client, bytes, from, to, now);
        }
        if (!client.isJoined()) {
            return readHead(client, bytes, from, to);
        }
        int at = from;
        for (int text = MessageText.find(bytes, at, to); text >= 0; text = MessageText.find(bytes, at, to)) {
            metrics.recordMessage(client, bytes, text, -1, now);
            at = text + MessageText.PREFIX_LENGTH;
        }
        return MessageText.findBeginning(bytes, Math.max(at, to - MessageText.PREFIX_LENGTH + 1), to);
    }

    private static int readHead(Client client, byte[] bytes, int from, int to) {
        if (to - from < OK.length) {
            return from;
        }
        for (int i = 0; i < OK.length; i++) {
            if (bytes[from + i] != OK[i]) {
                client.close("the server answered with " + new String(bytes, from, Math.min(to - from, 400), US_ASCII));
                return to;
            }
        }
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                client.markJoined();
                return i + 4;
            }
        }
        return from;
    }

    @Override
    public MessageTemplate template(Client client, boolean receipt) {
        return senders.template(client, receipt);
    }

    @Override
    public void disconnect(Client client) {
        if (client.isSender()) {
            senders.disconnect(client);
        } else {
            client.close(Client.DISCONNECTED);
        }
    }

    @Override
    public boolean echoesOwnMessages() {
        return true;
    }
}
