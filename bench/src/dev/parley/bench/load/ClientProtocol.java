package dev.parley.bench.load;

/**
 * Encodes and decodes the messages of clients for one kind of server. Each {@link EventLoop} has its own instance,
 * which is confined to its thread, except {@link #template} and {@link #echoesOwnMessages}, which any thread may call.
 */
public interface ClientProtocol {

    /** Starts the login on a new connection. */
    void onConnect(Client client);

    /**
     * Decodes all complete messages between two indexes.
     *
     * @param to the end, exclusive
     * @param now the time of the read, by {@link System#nanoTime}
     * @return the index of the first byte of an incomplete message, or {@code to}
     */
    int onRead(Client client, byte[] bytes, int from, int to, long now);

    /**
     * Creates the encoded message of a client.
     *
     * @param receipt whether the message requests a receipt; ignored by protocols without receipts
     */
    MessageTemplate template(Client client, boolean receipt);

    /** Logs out, so that the server does not keep the session for a reconnect. */
    void disconnect(Client client);

    /** Returns whether the server also sends a message to its sender. */
    boolean echoesOwnMessages();
}
