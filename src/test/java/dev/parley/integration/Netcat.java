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
 * Connects to the TCP port as {@code nc} does. Compares received lines without their time. Waits for the expected
 * lines, and fails with the lines that were received instead.
 */
public final class Netcat implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String PROBE = "/nick";

    private final Socket socket;
    private final Thread reading;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> lines = new ArrayList<>(); // guarded by lock
    private boolean ended; // guarded by lock
    private boolean reset; // guarded by lock
    private int consumed;

    private Netcat(Socket socket) {
        this.socket = socket;
        this.reading = new Thread(this::read, "netcat");
        reading.setDaemon(true);
    }

    /** Connects to this machine, and sends nothing. */
    public static Netcat connect(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
            return over(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Uses a socket that is already connected, and sends nothing. */
    public static Netcat over(Socket socket) {
        Netcat netcat = new Netcat(socket);
        netcat.reading.start();
        return netcat;
    }

    /** Connects and logs in under this nickname, which joins the lobby. */
    public static Netcat join(int port, String name) {
        return connect(port).logIn(name);
    }

    /** Logs in under this nickname, which joins the lobby. */
    public Netcat logIn(String name) {
        sendLine(name);
        receive(line -> line.startsWith("*** Type to talk."), "the end of the greeting");
        return this;
    }

    /** Sends one line. */
    public void sendLine(String line) {
        send(line + "\n");
    }

    /** Sends this text unchanged. */
    public void send(String text) {
        send(text.getBytes(UTF_8));
    }

    /** Sends these bytes. */
    public void send(byte[] bytes) {
        try {
            // Gets the stream once, because over TLS it is not available any more when the server answers a write with
            // a close.
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for this line, and skips the lines before it. */
    public void receive(String line) {
        receive(line::equals, line);
    }

    /** Waits for a line that matches this regular expression, and returns it. */
    public String receiveMatching(String regex) {
        return receive(line -> line.matches(regex), regex);
    }

    private String receive(Predicate<String> wanted, String described) {
        lock.lock();
        try {
            long left = TIMEOUT.toNanos();
            for (int next = consumed; ; next++) {
                while (next >= lines.size()) {
                    assertThat(left > 0 && !ended)
                            .as("to receive: %s%nreceived: %s", described, lastLines())
                            .isTrue();
                    left = changed.awaitNanos(left);
                }
                if (wanted.test(lines.get(next))) {
                    consumed = next + 1;
                    return lines.get(next);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the last received lines, shortened for an assertion message. */
    private String lastLines() {
        return lines.stream()
                .skip(Math.max(0, lines.size() - 20))
                .map(line -> line.substring(0, Math.min(line.length(), 120)))
                .collect(Collectors.joining("\n       "));
    }

    /** Sends a command that only this client receives an answer to, and checks that the answer is the next line. */
    public void assertNothingReceived() {
        int before = consumed;
        sendLine(PROBE);
        receive(line -> line.startsWith("*** You are ") && line.endsWith("/nick NAME"), "the answer to " + PROBE);
        assertThat(transcript().subList(before, consumed - 1))
                .as("nothing else received")
                .isEmpty();
    }

    /** Waits until this many lines of this kind have been received in total. */
    public void awaitLineCount(int count, Predicate<String> kind) {
        lock.lock();
        try {
            long left = TIMEOUT.toNanos();
            while (lines.stream().filter(kind).count() < count) {
                assertThat(left > 0 && !ended)
                        .as("to receive %d lines; received: %s", count, lastLines())
                        .isTrue();
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns all received lines, without their times. */
    public List<String> transcript() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the server has closed the connection, and returns whether it did so without a reset. */
    public boolean isClosedCleanly() {
        lock.lock();
        try {
            long left = TIMEOUT.toNanos();
            while (!ended) {
                assertThat(left).as("to be closed; received: %s", lastLines()).isPositive();
                left = changed.awaitNanos(left);
            }
            return !reset;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the output and continues to receive, as {@code nc -N} does at the end of its input. */
    public void closeOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resets the connection, as happens when a machine is switched off and on again. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    private void read() {
        // Not closed, because closing the reader would close the socket, which may still be written to.
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void markEnded(boolean byReset) {
        lock.lock();
        try {
            ended = true;
            reset = byReset;
            changed.signalAll();
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
