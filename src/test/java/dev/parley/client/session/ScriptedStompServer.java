package dev.parley.client.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Acts as a STOMP server on the thread of the test, which awaits the frames of the client and sends each reply. */
public final class ScriptedStompServer implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;

    private final ServerSocket serverSocket;
    private Socket socket = new Socket();

    /** A received frame. */
    public record Frame(String command, Map<String, String> headers, String body) {

        /** Returns a header, or an empty string if there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public ScriptedStompServer() {
        try {
            serverSocket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            serverSocket.setSoTimeout(TIMEOUT_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address of the server. */
    public ServerAddress address() {
        return new ServerAddress(serverSocket.getInetAddress().getHostAddress(), serverSocket.getLocalPort());
    }

    /** Waits for the next connection and its first frame. */
    public Frame awaitConnect() {
        try {
            socket = serverSocket.accept();
            socket.setSoTimeout(TIMEOUT_MS);
            return await("CONNECT");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts the login and the join of the lobby with this last message; returns the SUBSCRIBE frame. */
    public Frame acceptLogin(String name, int last) {
        send("CONNECTED\nversion:1.2\nheart-beat:0,0\nuser-name:" + name + "\nresume:token-of-" + name + "\n\n");
        Frame subscribe = await("SUBSCRIBE", "/topic/rooms/lobby");
        sendMessage("/topic/rooms/lobby", """
                {"type":"welcome","room":"lobby","topic":"","position":"e:%1$d","head":"e:%1$d",\
                "recovered":true,"people":{"count":1,"first":[{"name":"%2$s"}]}}""".formatted(last, name));
        return subscribe;
    }

    /** Waits for the next message to the lobby. */
    public Frame awaitMessage() {
        return await("SEND", "/app/rooms/lobby");
    }

    /** Waits for the next frame with this command and destination and skips others. */
    public Frame await(String command, String destination) {
        Frame frame = await(command);
        while (!frame.header("destination").equals(destination)) {
            frame = await(command);
        }
        return frame;
    }

    /** Waits for the next frame with this command and skips others. */
    public Frame await(String command) {
        Frame frame = next();
        while (!frame.command().equals(command)) {
            frame = next();
        }
        return frame;
    }

    private Frame next() {
        try {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int b = in.read(); b != 0; b = in.read()) {
                if (b < 0) {
                    throw new AssertionError("The client closed the connection behind: " + bytes.toString(UTF_8));
                }
                bytes.write(b);
            }
            return parse(bytes.toString(UTF_8).stripLeading());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Frame parse(String text) {
        String[] parts = text.split("\n\n", 2);
        String[] lines = parts[0].split("\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.putIfAbsent(header[0], header[1].replace("\\c", ":"));
        }
        return new Frame(lines[0], headers, parts[1]);
    }

    /** Sends a frame; adds the final NUL. */
    public void send(String frame) {
        try {
            socket.getOutputStream().write((frame + "\0").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a MESSAGE frame with this body. */
    public void sendMessage(String destination, String body) {
        send("MESSAGE\nsubscription:s\nmessage-id:m\ndestination:" + destination + "\n\n" + body);
    }

    /** Publishes a message in the lobby. */
    public void publish(int seq, String from, String text, String reference) {
        sendMessage("/topic/rooms/lobby", """
                {"type":"said","seq":%d,"epoch":"e","reference":"%s","from":"%s","via":"page","text":"%s",\
                "at":"2026-11-20T14:02:00Z"}""".formatted(seq, reference, from, text));
    }

    /** Sends the receipt that the frame requests. */
    public void sendReceipt(Frame frame) {
        send("RECEIPT\nreceipt-id:" + frame.header("receipt") + "\n\n");
    }

    /** Refuses the request of a frame. */
    public void refuse(Frame frame, String code, String sentence) {
        sendMessage("/user/queue/refusals", """
                {"code":"%s","sentence":"%s","receipt":"%s","reference":"%s","retryAfterMs":20}""".formatted(
                        code, sentence, frame.header("receipt"), frame.header("reference")));
    }

    /** Sends an error and closes after the client; unread input would reset the connection before the error arrives. */
    public void sendErrorAndClose(String code, String sentence, String more) {
        send("ERROR\nmessage:" + code + "\n\n{\"code\":\"" + code + "\",\"sentence\":\"" + sentence + "\"" + more
                + "}");
        try {
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException ignored) {
            // Expected: the client has received the error and closed the connection first.
        }
        closeConnection();
    }

    /** Closes the connection without an error. */
    public void closeConnection() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closeConnection();
        try {
            serverSocket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
