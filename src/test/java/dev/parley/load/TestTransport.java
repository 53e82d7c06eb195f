package dev.parley.load;

/** What carries STOMP frames between somebody and the server. Whoever sends does so from one thread at a time. */
public interface TestTransport extends AutoCloseable {

    /** Who hears what is carried, on a thread of the carrier's; all of one carrier one after the other. */
    interface Ear {
        /** Text has come. */
        void text(String text);

        /** It is over; the code of a WebSocket's or SockJS session's close, or 0 for a plain end, or -1 for a break. */
        void end(int code);
    }

    /** The ways there are. */
    enum Kind {
        WEBSOCKET("websocket"),
        SOCKJS("sockjs"),
        TCP("stomp");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Begins to carry. */
        public TestTransport open(int pagePort, int terminalPort, Ear ear) {
            return switch (this) {
                case WEBSOCKET -> new WebSocketTestTransport(pagePort, ear);
                case SOCKJS -> new SockJsTestTransport(pagePort, ear);
                case TCP -> new TcpTestTransport(terminalPort, ear);
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Sends a frame, or fails with an {@link java.io.UncheckedIOException}. */
    void send(String frame);

    /** Lets go of the connection without a word. */
    @Override
    void close();

    /** Breaks the connection, so that the server notices even if it reads nothing. */
    default void reset() {
        close();
    }

    /** A thread for what has to be waited for. */
    static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
