package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Somebody with {@code nc} on the terminal port. What is heard is compared without the time in front of it. Waits for
 * what is to be heard, and fails with all that was heard instead.
 */
public final class Netcat implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ASKING = "/nick";

    private final Socket socket;
    private final Thread reading;

    private final Lock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<String> lines = new ArrayList<>(); // guarded by lock
    private boolean ended; // guarded by lock
    private boolean reset; // guarded by lock
    private int heard;

    private Netcat(Socket socket) {
        this.socket = socket;
        this.reading = new Thread(this::read, "netcat");
        reading.setDaemon(true);
    }

    /** Connects to this machine, and says nothing yet. */
    public static Netcat connect(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            return over(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Talks on a socket that is connected already, and says nothing yet. */
    public static Netcat over(Socket socket) {
        Netcat netcat = new Netcat(socket);
        netcat.reading.start();
        return netcat;
    }

    /** Connects, and comes into the lobby under this name. */
    public static Netcat join(int port, String name) {
        return connect(port).logIn(name);
    }

    /** Comes into the lobby under this name. */
    public Netcat logIn(String name) {
        sendLine(name);
        receive(line -> line.startsWith("*** Type to talk."), "the end of the greeting");
        return this;
    }

    /** Sends one line. */
    public void sendLine(String line) {
        send(line + "\n");
    }

    /** Sends this as it is. */
    public void send(String text) {
        send(text.getBytes(UTF_8));
    }

    /** Sends these. */
    public void send(byte[] bytes) {
        try {
            // Asked for once: over TLS there is none any more when the answer to what was written is a goodbye.
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until this line is heard, which may stand behind others that were not waited for. */
    public void receive(String line) {
        receive(line::equals, line);
    }

    /** Waits until a line is heard that this regular expression matches, and returns it. */
    public String receiveMatching(String regex) {
        return receive(line -> line.matches(regex), regex);
    }

    private String receive(Predicate<String> wanted, String described) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            for (int next = heard; ; next++) {
                while (next >= lines.size()) {
                    assertThat(left > 0 && !ended)
                            .as("to hear: %s%nheard: %s", described, lastLines())
                            .isTrue();
                    left = more.awaitNanos(left);
                }
                if (wanted.test(lines.get(next))) {
                    heard = next + 1;
                    return lines.get(next);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** The end of what was heard, for a message of bearable length. */
    private String lastLines() {
        return lines.stream()
                .skip(Math.max(0, lines.size() - 20))
                .map(line -> line.substring(0, Math.min(line.length(), 120)))
                .collect(Collectors.joining("\n       "));
    }

    /** Asks the server something that nobody else hears, and checks that its answer is the next there is to hear. */
    public void assertNothingReceived() {
        int before = heard;
        sendLine(ASKING);
        receive(line -> line.startsWith("*** You are ") && line.endsWith("/nick NAME"), "the answer to " + ASKING);
        assertThat(transcript().subList(before, heard - 1))
                .as("nothing else to hear")
                .isEmpty();
    }

    /** Waits until so many lines of this kind were heard in all. */
    public void awaitLineCount(int count, Predicate<String> kind) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (lines.stream().filter(kind).count() < count) {
                assertThat(left > 0 && !ended)
                        .as("to hear %d lines; heard: %s", count, lastLines())
                        .isTrue();
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Everything that was heard so far, without times. */
    public List<String> transcript() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the server has closed, and says whether it did so in good order. */
    public boolean isClosedCleanly() {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (!ended) {
                assertThat(left).as("to be closed; heard: %s", lastLines()).isPositive();
                left = more.awaitNanos(left);
            }
            return !reset;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Has nothing more to say, and goes on listening: what {@code nc -N} does at the end of its input. */
    public void closeOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Is gone, as when a machine is switched off and on again. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    private void read() {
        // Closing the reader would close the socket, into which somebody may be talking still.
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line.replaceFirst("^\\d\\d:\\d\\d ", ""));
            }
            markEnded(false);
        } catch (IOException ignored) {
            markEnded(true);
        }
    }

    private void add(String line) {
        lock.lock();
        try {
            lines.add(line);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void markEnded(boolean byReset) {
        lock.lock();
        try {
            ended = true;
            reset = byReset;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            reading.join(TimeUnit.SECONDS.toMillis(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }
}
