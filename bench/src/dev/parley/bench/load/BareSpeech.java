package dev.parley.bench.load;

/** Text in WebSocket frames and nothing else: what one says all hear, as it is. There are no rooms and no names. */
final class BareSpeech extends WebSocketSpeech {

    private final Tally tally;

    BareSpeech(Tally tally, int port) {
        super(port, "/", "");
        this.tally = tally;
    }

    @Override
    void opened(Client client) {
        client.admitted();
    }

    @Override
    void text(Client client, byte[] bytes, int from, int to, long now) {
        if (to - from == Text.LENGTH && Text.isAt(bytes, from)) {
            tally.heard(client, bytes, from, -1, now);
        }
    }

    @Override
    public Phrase phrase(Client client, boolean receipt) {
        byte[] frame = textFrame(Text.blank());
        return new Phrase(frame, frame.length - Text.LENGTH, -1);
    }

    @Override
    public void leave(Client client) {
        client.over("it left");
    }

    @Override
    public boolean echoes() {
        return true;
    }
}
