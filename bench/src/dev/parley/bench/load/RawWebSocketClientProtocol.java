package dev.parley.bench.load;

/**
 * Sends and receives messages as WebSocket text frames without an application protocol. The server broadcasts each text
 * to all clients; there are no rooms and no nicknames.
 */
final class RawWebSocketClientProtocol extends WebSocketClientProtocol {

    private final LoopMetrics metrics;

    RawWebSocketClientProtocol(LoopMetrics metrics, int port) {
        super(port, "/", "");
        this.metrics = metrics;
    }

    @Override
    void onOpen(Client client) {
        client.markJoined();
    }

    @Override
    void onText(Client client, byte[] bytes, int from, int to, long now) {
        if (to - from == MessageText.LENGTH && MessageText.startsAt(bytes, from)) {
            metrics.recordMessage(client, bytes, from, -1, now);
        }
    }

    @Override
    public MessageTemplate template(Client client, boolean receipt) {
        byte[] frame = textFrame(MessageText.template());
        return new MessageTemplate(frame, frame.length - MessageText.LENGTH, -1);
    }

    @Override
    public void disconnect(Client client) {
        client.close(Client.DISCONNECTED);
    }

    @Override
    public boolean echoesOwnMessages() {
        return true;
    }
}
