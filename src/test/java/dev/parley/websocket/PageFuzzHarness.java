package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ServerLimits;
import dev.parley.fuzz.FuzzLog;
import dev.parley.fuzz.Input;
import dev.parley.integration.StompLibraryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends mutated input to the HTTP port over real sockets, one connection after the other: malformed STOMP in valid
 * WebSocket frames, malformed frames, SockJS over WebSocket and over HTTP, and malformed requests. Checks that each
 * connection ends after its client has closed the output, that no session remains, and that other clients still
 * exchange messages.
 */
final class PageFuzzHarness implements AutoCloseable {

    private static final ServerLimits SHORT_RESUME_WINDOW = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(1), 100, Duration.ofMillis(5), 10);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ROUND = 5_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final WebTestServer server = WebTestServer.with(SHORT_RESUME_WINDOW);
    /** Created after the start of the server, which configures the log anew. */
    private final FuzzLog fuzzLog = new FuzzLog();

    private long done;
    private long slowest;

    /** Sends the input of each seed, and checks the server after each round. */
    PageFuzzHarness run(LongStream seeds) throws IOException {
        long[] all = seeds.toArray();
        for (int from = 0; from < all.length; from += ROUND) {
            try (StompLibraryClient witness =
                    StompLibraryClient.connect(server.port()).logIn("witness").join("lobby")) {
                for (int i = from; i < Math.min(all.length, from + ROUND); i++) {
                    Input input = Input.ofStomp(all[i]);
                    try {
                        long began = System.nanoTime();
                        sendInput(input, Input.random(~all[i]));
                        slowest = Math.max(slowest, System.nanoTime() - began);
                    } catch (RuntimeException | IOException | AssertionError e) {
                        throw new AssertionError("Input " + input, e);
                    }
                    fuzzLog.assertNoWarnings(input);
                    done++;
                }
                Awaitility.await()
                        .atMost(TIMEOUT)
                        .until(() -> server.openSessions() == 1 && server.chatServer.userCount() == 1);
                try (StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
                    ada.publish("lobby", "still here " + from, "r" + from).receiveReceipt("r" + from);
                    witness.receiveMessage("still here " + from);
                }
            }
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> server.openSessions() == 0 && server.chatServer.userCount() == 0);
            fuzzLog.assertNoWarnings("everything up to " + all[Math.min(all.length, from + ROUND) - 1]);
        }
        return this;
    }

    private void sendInput(Input input, Random chance) throws IOException {
        switch (chance.nextInt(6)) {
            case 0, 1 -> sendFrames("/ws", frames(input, chance, false));
            case 2 -> sendFrames("/ws/websocket", Input.mutate(frames(input, chance, false), chance));
            case 3 -> sendFrames("/ws/000/s" + input.seed() + "/websocket", frames(input, chance, true));
            case 4 -> sendRequests(input, chance);
            default ->
                exchange(Input.mutate(
                        (upgrade("/ws") + new String(frames(input, chance, false), ISO_8859_1)).getBytes(ISO_8859_1),
                        chance));
        }
    }

    /** Returns the input as WebSocket frames, or as SockJS frames of which some are mutated. */
    private static byte[] frames(Input input, Random chance, boolean sockJs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int last = input.pieces().size() - 1;
        for (int i = 0; i <= last; i++) {
            byte[] piece = input.pieces().get(i);
            if (sockJs) {
                piece = JSON.writeValueAsString(new String[] {new String(piece, UTF_8)})
                        .getBytes(UTF_8);
                piece = chance.nextInt(4) == 0 ? Input.mutate(piece, chance) : piece;
                bytes.writeBytes(frame(0x81, piece));
            } else if (chance.nextInt(3) == 0) {
                int cut = chance.nextInt(piece.length + 1);
                bytes.writeBytes(frame(0x01, ByteBuffer.wrap(piece, 0, cut)));
                bytes.writeBytes(frame(0x80, ByteBuffer.wrap(piece, cut, piece.length - cut)));
            } else {
                bytes.writeBytes(frame(chance.nextInt(3) == 0 ? 0x82 : 0x81, piece));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] frame(int first, byte[] payload) {
        return frame(first, ByteBuffer.wrap(payload));
    }

    /** Returns a frame that is masked with zeros (RFC 6455, section 5.2). */
    private static byte[] frame(int first, ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer frame = ByteBuffer.allocate(length + 14);
        frame.put((byte) first);
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length < 0x10000) {
            frame.put((byte) 0xfe).putShort((short) length);
        } else {
            frame.put((byte) 0xff).putLong(length);
        }
        frame.putInt(0).put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static String upgrade(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    private void sendFrames(String path, byte[] frames) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(upgrade(path).getBytes(UTF_8));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            finish(socket, frames);
        }
    }

    /** Opens a SockJS session, sends to it, and sends again or polls it. */
    private void sendRequests(Input input, Random chance) throws IOException {
        String session = "/ws/000/x" + input.seed();
        byte[] body = JSON.writeValueAsString(input.pieces().stream()
                        .map(piece -> new String(piece, UTF_8))
                        .toArray())
                .getBytes(UTF_8);
        byte[] sent = chance.nextBoolean() ? Input.mutate(body, chance) : body;
        exchange(post(session + "/xhr", new byte[0], true));
        exchange(post(session + "/xhr_send", sent, true));
        if (chance.nextBoolean()) {
            exchange(post(session + "/xhr_send", sent, chance.nextInt(4) > 0));
        } else {
            // The server answers a poll when the session has data, so the harness does not wait for the answer.
            try (Socket socket = connect()) {
                socket.getOutputStream().write(post(session + "/xhr", sent, true));
            }
        }
    }

    private static byte[] post(String path, byte[] body, boolean validLength) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        int length = validLength ? body.length : body.length * 2;
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: text/plain\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private void exchange(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            finish(socket, bytes);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return socket;
    }

    /** Sends the bytes, closes the output, and reads up to the end of the stream. */
    private static void finish(Socket socket, byte[] bytes) throws IOException {
        try (OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(bytes);
            socket.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException ignored) {
            // The server closed the connection before it had received everything.
        }
    }

    /** Returns the number of inputs sent. */
    long done() {
        return done;
    }

    /** Returns the number of inputs and the longest duration of one. */
    @Override
    public String toString() {
        return String.format(
                "%,d inputs; the slowest took %,d ms",
                done, Duration.ofNanos(slowest).toMillis());
    }

    @Override
    public void close() {
        server.close();
        fuzzLog.close();
    }
}
