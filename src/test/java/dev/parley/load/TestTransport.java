package dev.parley.load;

/** Transports STOMP frames between a client and the server. Only one thread at a time may send. */
public interface TestTransport extends AutoCloseable {

    /** Receives the frames, on a thread of the transport, one after the other. */
    interface Listener {
        /** Is called when text arrives. */
        void onText(String text);

        /**
         * Is called when the connection is closed, with the close code of the WebSocket or SockJS session, 0 for a
         * plain end, or -1 for an error.
         */
        void onClose(int code);
    }

    /** The kinds of transport. */
    enum Kind {
        WEBSOCKET("websocket"),
        SOCKJS("sockjs"),
        TCP("stomp");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Opens a connection. */
        public TestTransport open(int pagePort, int terminalPort, Listener listener) {
            return switch (this) {
                case WEBSOCKET -> new WebSocketTestTransport(pagePort, listener);
                case SOCKJS -> new SockJsTestTransport(pagePort, listener);
                case TCP -> new TcpTestTransport(terminalPort, listener);
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Sends a frame, or fails with an {@link java.io.UncheckedIOException}. */
    void send(String frame);

    /** Closes the connection without DISCONNECT. */
    @Override
    void close();

    /** Breaks the connection, so that the server notices even if it reads nothing. */
    default void reset() {
        close();
    }

    /** Starts a daemon thread. */
    static void startThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
