package dev.parley.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * What is spoken, and where.
 *
 * @param speakers makes one {@link Speech} for each loop
 */
public record Dialect(InetSocketAddress address, Function<Tally, Speech> speakers) {

    /** STOMP in WebSocket, at this address of the server; {@code greets} if it answers a subscription at once. */
    public static Dialect stomp(int port, String sendTo, boolean greets) {
        return new Dialect(local(port), tally -> new StompSpeech(tally, port, sendTo, greets));
    }

    /** Bare text in WebSocket: all of it goes to everybody. */
    public static Dialect bare(int port) {
        return new Dialect(local(port), tally -> new BareSpeech(tally, port));
    }

    /** Lines of text on a terminal port. */
    public static Dialect line(int port) {
        return new Dialect(local(port), LineSpeech::new);
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Speech speech(Tally tally) {
        return speakers.apply(tally);
    }
}
