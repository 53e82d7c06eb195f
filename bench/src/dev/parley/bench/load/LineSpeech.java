package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Lines of text: the first one said is the name, each further one a message to the lobby. */
final class LineSpeech implements Speech {

    /** Stands in the line that is said last on coming in. */
    private static final byte[] WELCOME = "Type to talk".getBytes(US_ASCII);

    private final Tally tally;

    LineSpeech(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void connected(Client client) {
        client.write((client.name() + "\n").getBytes(US_ASCII));
    }

    @Override
    public int read(Client client, byte[] bytes, int from, int to, long now) {
        int line = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                line(client, bytes, line, at, now);
                line = at + 1;
            }
        }
        return line;
    }

    private void line(Client client, byte[] bytes, int from, int to, long now) {
        int text = to - Text.LENGTH;
        if (text >= from && Text.isAt(bytes, text)) {
            tally.heard(client, bytes, text, -1, now);
        } else if (!client.isIn()) {
            for (int i = from; i <= to - WELCOME.length; i++) {
                if (isWelcome(bytes, i)) {
                    client.admitted();
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
    public Phrase phrase(Client client, boolean receipt) {
        return new Phrase((Text.blank() + "\n").getBytes(US_ASCII), 0, -1);
    }

    @Override
    public void leave(Client client) {
        client.write("/quit\n".getBytes(US_ASCII));
    }

    /** The server does not repeat what a person typed. */
    @Override
    public boolean echoes() {
        return false;
    }
}
