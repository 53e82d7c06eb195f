package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.integration.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Sends lines as {@code nc} does, without receipts and without resending. Confined to one thread at a time. */
final class ScriptedLineClient {

    private final String name;
    private final long pause;
    private int next;

    ScriptedLineClient(String name, int aSecond) {
        this.name = name;
        this.pause = Duration.ofSeconds(1).toNanos() / aSecond;
    }

    /** Sends until the server is killed. */
    void send(ServerProcess server) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.terminalPort())) {
            InputStream in = socket.getInputStream();
            TestTransport.startThread("line", () -> drain(in));
            socket.getOutputStream().write((name + "\n").getBytes(UTF_8));
            for (long due = System.nanoTime(); ; due += pause) {
                while (due > System.nanoTime()) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                socket.getOutputStream().write((new TestMessage(name, next++).text() + "\n").getBytes(UTF_8));
            }
        } catch (IOException ignored) {
            return;
        }
    }

    private static void drain(InputStream in) {
        try {
            long read = in.transferTo(java.io.OutputStream.nullOutputStream());
            if (read < 0) {
                throw new IllegalStateException();
            }
        } catch (IOException ignored) {
            return;
        }
    }
}
