package dev.parley.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * The address of the server under test, and the protocol that clients use there.
 *
 * @param protocols creates one {@link ClientProtocol} per event loop
 */
public record LoadTarget(InetSocketAddress address, Function<LoopMetrics, ClientProtocol> protocols) {

    /**
     * Creates a target for STOMP over WebSocket.
     *
     * @param destinationPrefix the destination of SEND frames, up to the name of the room
     * @param sendsWelcome whether the server is Parley, which answers SUBSCRIBE with a {@code welcome} event
     */
    public static LoadTarget stomp(int port, String destinationPrefix, boolean sendsWelcome) {
        return new LoadTarget(
                loopback(port), metrics -> new StompClientProtocol(metrics, port, destinationPrefix, sendsWelcome));
    }

    /**
     * Creates a target for streams of Parley's HTTP API.
     *
     * @param mediaType the format of the streams
     */
    public static LoadTarget stream(int port, String mediaType) {
        return new LoadTarget(
                loopback(port),
                metrics -> new StreamClientProtocol(
                        metrics, port, mediaType, new StompClientProtocol(metrics, port, "/app/rooms/", true)));
    }

    /** Creates a target for WebSocket text frames without an application protocol. */
    public static LoadTarget rawWebSocket(int port) {
        return new LoadTarget(loopback(port), metrics -> new RawWebSocketClientProtocol(metrics, port));
    }

    /** Creates a target for the dialect {@code line} on a TCP port. */
    public static LoadTarget line(int port) {
        return new LoadTarget(loopback(port), LineClientProtocol::new);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    ClientProtocol protocol(LoopMetrics metrics) {
        return protocols.apply(metrics);
    }
}
