package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Implements a client with length-prefixed frames. It reads a header of ten bytes and then as many bytes as it states,
 * with one read each, first for the sender and then for the text.
 */
public final class FramedClient extends LegacyClient {

    private static final int HEADER = 10;

    private FramedClient(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the nickname in a write of its own after its header. */
    public static FramedClient join(int port, String name) {
        FramedClient client = new FramedClient(port, name);
        client.write(header(name));
        client.write(name);
        return client;
    }

    private static String header(String text) {
        String length = Integer.toString(text.getBytes(UTF_8).length);
        return length + " ".repeat(HEADER - length.length());
    }

    @Override
    public void send(String text) {
        write(header(text) + text);
    }

    @Override
    void readOnce() {
        String first = read(HEADER);
        if (first.isEmpty()) {
            markEnded();
            return;
        }
        String from = readBody(first);
        String text = readBody(readAvailable(HEADER));
        show(from + " > " + text);
    }

    private String readBody(String header) {
        if (!header.matches(" *[0-9]+ *") || header.length() != HEADER) {
            throw new AssertionError(name() + " would die of “" + header + "” as a length; shown: " + shown());
        }
        int length = Integer.parseInt(header.strip());
        String body = readAvailable(length);
        if (body.getBytes(UTF_8).length != length) {
            throw new AssertionError(name() + " would show “" + body + "” of " + length + " bytes, and then die");
        }
        return body;
    }

    @Override
    public void leave() {
        closeSocket();
    }
}
