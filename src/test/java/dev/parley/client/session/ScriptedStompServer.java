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

/**
 * A server of which every word is the test's: it waits for the frames it expects, and says what it is told to. On the test's
 * own thread.
 */
public final class ScriptedStompServer implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final ServerSocket door;
    private Socket socket = new Socket();

    /** A frame as it came. */
    public record Frame(String command, Map<String, String> headers, String body) {

        /** A header; empty if there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public ScriptedStompServer() {
        try {
            door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            door.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public ServerAddress address() {
        return new ServerAddress(door.getInetAddress().getHostAddress(), door.getLocalPort());
    }

    /** Waits for the next connection and its first frame. */
    public Frame awaitConnect() {
        try {
            socket = door.accept();
            socket.setSoTimeout(PATIENCE_MS);
            return await("CONNECT");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets somebody in, and into the lobby, whose last message was this; returns how they entered. */
    public Frame letIn(String name, int last) {
        says("CONNECTED\nversion:1.2\nheart-beat:0,0\nuser-name:" + name + "\nresume:token-of-" + name + "\n\n");
        Frame entering = await("SUBSCRIBE");
        while (!entering.header("destination").equals("/topic/rooms/lobby")) {
            entering = await("SUBSCRIBE");
        }
        tells("/topic/rooms/lobby", """
                {"type":"welcome","room":"lobby","topic":"","position":"e:%1$d","head":"e:%1$d",\
                "recovered":true,"people":{"count":1,"first":[{"name":"%2$s"}]}}""".formatted(last, name));
        return entering;
    }

    /** Waits for the next message that somebody sends to the lobby. */
    public Frame awaitMessage() {
        Frame frame = await("SEND");
        while (!frame.header("destination").equals("/app/rooms/lobby")) {
            frame = await("SEND");
        }
        return frame;
    }

    /** Waits for the next frame of this kind; those before it are passed over. */
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
            return parsed(bytes.toString(UTF_8).stripLeading());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Frame parsed(String text) {
        String[] parts = text.split("\n\n", 2);
        String[] lines = parts[0].split("\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.putIfAbsent(header[0], header[1].replace("\\c", ":"));
        }
        return new Frame(lines[0], headers, parts[1]);
    }

    /** Sends a frame, without its last byte. */
    public void says(String frame) {
        try {
            socket.getOutputStream().write((frame + "\0").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a message with this body. */
    public void tells(String destination, String body) {
        says("MESSAGE\nsubscription:s\nmessage-id:m\ndestination:" + destination + "\n\n" + body);
    }

    /** Somebody says something in the lobby. */
    public void said(int seq, String from, String text, String reference) {
        tells("/topic/rooms/lobby", """
                {"type":"said","seq":%d,"epoch":"e","reference":"%s","from":"%s","via":"page","text":"%s",\
                "at":"2026-11-20T14:02:00Z"}""".formatted(seq, reference, from, text));
    }

    /** Confirms what asked for it. */
    public void confirms(Frame frame) {
        says("RECEIPT\nreceipt-id:" + frame.header("receipt") + "\n\n");
    }

    /** Refuses what asked for a receipt. */
    public void refuses(Frame frame, String code, String sentence) {
        tells("/user/queue/refusals", """
                {"code":"%s","sentence":"%s","receipt":"%s","reference":"%s","retryAfterMs":20}""".formatted(
                        code, sentence, frame.header("receipt"), frame.header("reference")));
    }

    /** Says why, and closes when the client has: what it sent meanwhile must not cost it the last words. */
    public void sendsOff(String code, String sentence, String more) {
        says("ERROR\nmessage:" + code + "\n\n{\"code\":\"" + code + "\",\"sentence\":\"" + sentence + "\"" + more
                + "}");
        try {
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException ignored) {
            // The client was faster, and has what it was told.
        }
        hangsUp();
    }

    /** Closes the connection without a word. */
    public void hangsUp() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        hangsUp();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
