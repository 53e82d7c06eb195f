package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;

/** Sends invalid input, and joins without reading. Each method is confined to one thread. */
final class AbusiveClients {

    private static final int LONGEST = 3_000;
    private static final int ANSWER_MILLIS = 1_000;
    private static final Duration STALLED = Duration.ofSeconds(45);

    private final ServerProcess server;
    private final String epoch;
    private final Random random = new Random(7);

    AbusiveClients(ServerProcess server, String epoch) {
        this.server = server;
        this.epoch = epoch;
    }

    /**
     * Sends random bytes to one of both ports, some with a valid beginning, reads a few answers and closes the
     * connection.
     */
    void sendInvalidInput(int number) throws IOException {
        byte[] garbage = new byte[random.nextInt(LONGEST)];
        random.nextBytes(garbage);
        String[] beginnings = {
            "", "CONNECT\naccept-version:9\n", "CONNECT\nlogin:eve\n\n\0SEND\n", "5         ", "GET / "
        };
        byte[] beginning = beginnings[number % beginnings.length].getBytes(UTF_8);
        int port = number % 2 == 0 ? server.terminalPort() : server.pagePort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(beginning);
            socket.getOutputStream().write(garbage);
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[LONGEST];
            for (int i = 0; i < 3 && in.read(answer) >= 0; i++) {
                socket.getOutputStream().write('\n');
            }
        } catch (SocketException | SocketTimeoutException ignored) {
            return;
        }
    }

    /** Requests the whole history and reads nothing of it, until the server closes the connection. */
    void joinWithoutReading(MixedLoad mixedLoad) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.terminalPort()));
            String frames = "CONNECT\naccept-version:1.2\nheart-beat:0,0\nlogin:sloth\n\n\0"
                    + "SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\nafter:" + epoch + "\\c0\n\n\0";
            socket.getOutputStream().write(frames.getBytes(UTF_8));
            if (mixedLoad.awaitStop(STALLED)) {
                return;
            }
            socket.setSoTimeout((int) STALLED.toMillis());
            assertThat(isDisconnected(socket))
                    .as("a client that never reads is disconnected")
                    .isTrue();
        }
    }

    /** Reads the remaining bytes of the socket buffers. */
    private static boolean isDisconnected(Socket socket) throws IOException {
        byte[] bytes = new byte[1 << 16];
        long most = 1L << 24;
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                most -= read;
                if (most < 0) {
                    return false;
                }
            }
            return true;
        } catch (SocketTimeoutException ignored) {
            return false;
        } catch (SocketException ignored) {
            return true;
        }
    }
}
