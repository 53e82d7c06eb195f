package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Receives the requests of an outgoing webhook on the loopback interface, and fails the first one. Safe from any thread. */
final class HookReceiver implements AutoCloseable {

    private final HttpServer http;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** A request. */
    record Request(String signature, String body) {

        /** Returns whether the holder of a secret has signed the body (RFC 2104, with SHA-256). */
        boolean isSignedWith(String secret) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signature.equals("sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8))));
        }
    }

    private HookReceiver(HttpServer http) {
        this.http = http;
        http.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(new Request(exchange.getRequestHeaders().getFirst("X-Parley-Signature"), body));
            exchange.sendResponseHeaders(requests.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        http.start();
    }

    /** Starts a receiver on a free port. */
    static HookReceiver start() throws IOException {
        return new HookReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** Returns the address for the webhook. */
    String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/parley";
    }

    /** Returns the requests in the order of their arrival. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
