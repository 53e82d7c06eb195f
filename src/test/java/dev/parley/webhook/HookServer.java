package dev.parley.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on the loopback interface that records requests, and answers as a test wants. */
final class HookServer implements AutoCloseable {

    /** A request. */
    record Request(String line, Map<String, String> headers, String text) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Writes a response. */
    @FunctionalInterface
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Thread thread;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Answer answer = status(200);
    private volatile boolean isKeeping;

    HookServer(ServerSocket listener) {
        this.listener = listener;
        this.thread = new Thread(this::serve, "hook-server");
        thread.setDaemon(true);
        thread.start();
    }

    static HookServer start() throws IOException {
        return new HookServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    static Answer status(int status) {
        return text("HTTP/1.1 " + status + " Status\r\nContent-Length: 2\r\n\r\nok");
    }

    static Answer text(String response) {
        return out -> out.write(response.getBytes(ISO_8859_1));
    }

    void answer(Answer next) {
        answer = next;
    }

    /** Reads further requests from a connection, instead of closing it after the answer. */
    void keepConnections() {
        isKeeping = true;
    }

    int connections() {
        return connections.get();
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread reader = new Thread(() -> serve(socket), "hook-connection");
                reader.setDaemon(true);
                reader.start();
            } catch (IOException ignored) {
                // The test has ended.
            }
        }
    }

    private void serve(Socket connection) {
        try (Socket socket = connection) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            do {
                requests.add(read(in));
                answer.write(socket.getOutputStream());
            } while (isKeeping);
        } catch (IOException ignored) {
            // The client has closed the connection, or the answer is to close it.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        return new Request(
                line,
                headers,
                new String(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
