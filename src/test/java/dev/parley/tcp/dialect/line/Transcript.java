package dev.parley.tcp.dialect.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plays a recorded dialogue to the server and compares the replies line by line. Syntax of a file:
 *
 * <pre>
 * # a comment
 * > sent with a line end; \r, \xff, \u202e and \\ as in Java; \c at the end omits the line end
 * < received; \r as in Java
 * ~ 1000           silence in milliseconds
 * + bob            bob joins the lobby from a browser
 * - bob            bob leaves
 * bob> a message of bob; \n, \e, \a and \u202e as in most shells
 * Server> a message of the operator
 * !quit            the operator disconnects all users
 * !reset           the client resets the connection
 * |                the client closes its output
 * =                the server has closed the connection
 * </pre>
 */
public final class Transcript {

    private final String name;
    private final List<String> steps;

    private Transcript(String name, List<String> steps) {
        this.name = name;
        this.steps = steps;
    }

    /** Returns all transcripts. */
    public static List<Transcript> all() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/transcripts/line"))) {
            return files.sorted().map(Transcript::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, UTF_8).stream()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            return new Transcript(file.getFileName().toString(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of bytes the client sends. */
    int length() {
        return sent().length;
    }

    /** Returns all bytes the client sends. */
    public byte[] sent() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        steps.stream().filter(step -> step.startsWith("> ")).forEach(step -> all.writeBytes(bytes(step)));
        return all.toByteArray();
    }

    /** Plays each input in one write. */
    void play() {
        play((testClient, bytes) -> testClient.send(bytes));
    }

    /** Plays the input split at this position. */
    void playCutAt(int position) {
        int[] remaining = {position};
        play((testClient, bytes) -> {
            int split = remaining[0];
            remaining[0] -= bytes.length;
            if (split > 0 && split < bytes.length) {
                testClient.send(Arrays.copyOfRange(bytes, 0, split));
                testClient.send(Arrays.copyOfRange(bytes, split, bytes.length));
            } else {
                testClient.send(bytes);
            }
        });
    }

    /** Plays the input byte by byte. */
    void playByteByByte() {
        play((testClient, bytes) -> {
            for (byte single : bytes) {
                testClient.send(new byte[] {single});
            }
        });
    }

    private void play(BiConsumer<TestClient, byte[]> sender) {
        Playback playback = new Playback(sender);
        steps.forEach(playback::step);
        playback.finish();
    }

    private static byte[] bytes(String step) {
        String line = step.substring(2);
        boolean ends = !line.endsWith("\\c");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String text = ends ? line : line.substring(0, line.length() - 2);
        for (int i = 0; i < text.length(); ) {
            if (text.startsWith("\\x", i)) {
                bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 4;
            } else if (text.startsWith("\\u", i)) {
                bytes.writeBytes(Character.toString(Integer.parseInt(text.substring(i + 2, i + 6), 16))
                        .getBytes(UTF_8));
                i += 6;
            } else if (text.startsWith("\\r", i) || text.startsWith("\\t", i) || text.startsWith("\\\\", i)) {
                char escaped = text.charAt(i + 1);
                bytes.write(escaped == 'r' ? '\r' : escaped == 't' ? '\t' : '\\');
                i += 2;
            } else {
                int next = text.codePointAt(i);
                bytes.writeBytes(Character.toString(next).getBytes(UTF_8));
                i += Character.charCount(next);
            }
        }
        if (ends) {
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Playback {
        private final BiConsumer<TestClient, byte[]> sender;
        private final TestChatServer server = new TestChatServer();
        private final TestClient testClient = TestClient.of(server, OpenPort.dialects(server.chatServer));
        private final Map<String, TestChatServer.TestSession> testSessions = new HashMap<>();
        private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
        private final List<String> expected = new ArrayList<>();

        private Playback(BiConsumer<TestClient, byte[]> sender) {
            this.sender = sender;
        }

        private void step(String step) {
            if (step.startsWith("< ")) {
                send();
                expected.add(step.substring(2).replace("\\r", "\r"));
                return;
            }
            compare();
            if (step.startsWith("> ")) {
                unsent.writeBytes(bytes(step));
                return;
            }
            send();
            if (step.startsWith("~ ")) {
                testClient.advanceTime(
                        Duration.ofMillis(Long.parseLong(step.substring(2).strip())));
            } else if (step.startsWith("+ ")) {
                testSessions.put(step.substring(2), server.joinLobby(step.substring(2)));
            } else if (step.startsWith("- ")) {
                testSessions.get(step.substring(2)).session().close(CloseCause.QUIT);
            } else if (step.equals("|")) {
                testClient.closeOutput();
            } else if (step.equals("!reset")) {
                testClient.reset();
            } else if (step.equals("!quit")) {
                server.chatServer.disconnectAll();
            } else if (step.equals("=")) {
                assertThat(testClient.isClosed()).as("%s: closed", name).isTrue();
            } else if (step.startsWith("Server> ")) {
                server.get(server.chatServer.publish(step.substring(8)));
            } else {
                String[] parts = step.split("> ", 2);
                server.publish(testSessions.get(parts[0]), unescaped(parts[1]));
            }
            testClient.settle();
        }

        private String unescaped(String text) {
            return Pattern.compile("\\\\(n|e|a|u([0-9a-f]{4}))").matcher(text).replaceAll(found -> switch (found.group(
                    1)) {
                case "n" -> "\n";
                case "e" -> "\u001b";
                case "a" -> "\u0007";
                default -> Character.toString(Integer.parseInt(found.group(2), 16));
            });
        }

        private void send() {
            if (unsent.size() > 0) {
                sender.accept(testClient, unsent.toByteArray());
                unsent.reset();
            }
        }

        private void compare() {
            if (unsent.size() > 0) {
                return;
            }
            String expectedText =
                    String.join("", expected.stream().map(line -> line + "\n").toList());
            assertThat(testClient.received()).as(name).isEqualTo(expectedText);
            expected.clear();
        }

        private void finish() {
            send();
            compare();
            testClient.assertNoLeaks();
        }
    }
}
