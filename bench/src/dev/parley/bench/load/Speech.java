package dev.parley.bench.load;

/**
 * How a kind of server is spoken to. One instance a {@link Loop}, confined to its thread but for {@link #phrase}, which
 * is pure.
 */
public interface Speech {

    /** Begins, on a connection that has just been made. */
    void connected(Client client);

    /**
     * Takes all that is whole of what has come.
     *
     * @param now when it came, by {@link System#nanoTime}
     * @return where the first byte is that belongs to something not yet whole
     */
    int read(Client client, byte[] bytes, int from, int to, long now);

    /** How this client says something. */
    Phrase phrase(Client client, boolean receipt);

    /** Says goodbye, so that nobody waits for the client to come back. */
    void leave(Client client);

    /** Whether people hear what they said themselves. */
    boolean echoes();
}
