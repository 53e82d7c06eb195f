package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.text.ControlCharEscaper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints lines on a thread of its own, so that no caller waits for a terminal that Ctrl+S holds or a pipe that is not
 * read. Control characters are escaped. If more than {@value #MOST} lines wait, further ones are dropped and counted.
 */
public final class ConsolePrinter {

    private static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ConsolePrinter.class);

    private final ConsoleTerminal terminal;
    private final BlockingQueue<Runnable> due = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile boolean structured;
    private final Thread thread = new Thread(this::run, "parley-console-out");

    private ConsolePrinter(ConsoleTerminal terminal) {
        this.terminal = terminal;
        thread.setDaemon(true);
    }

    /** Starts a printer for a terminal. */
    public static ConsolePrinter onto(ConsoleTerminal terminal) {
        ConsolePrinter printer = new ConsolePrinter(terminal);
        printer.thread.start();
        return printer;
    }

    /** Prints everything that is written to standard output or error from now on, line by line. */
    public void replaceSystemStreams() {
        System.setOut(new PrintStream(new Lines(), true, UTF_8));
        System.setErr(new PrintStream(new Lines(), true, UTF_8));
    }

    /** Sends {@link #announce announcements} to the log from now on, because the log is for programs. */
    public void disableAnnouncements() {
        structured = true;
    }

    /** Prints a line about the server, or logs it as this event. Never blocks. */
    public void announce(String event, String line) {
        if (structured) {
            LOG.atInfo().addKeyValue("event", event).log(ControlCharEscaper.line(line));
        } else {
            print(line);
        }
    }

    /** Prints a line. Never blocks. */
    public void print(String line) {
        if (waiting.incrementAndGet() > MOST && Thread.currentThread() != thread) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        due.add(() -> {
            waiting.decrementAndGet();
            show(line);
        });
    }

    /** Runs a task on the printer's thread after all waiting lines. Never blocks. */
    void then(Runnable task) {
        due.add(task);
    }

    /** Ends the printer's thread, without the lines that wait. */
    void stop() {
        thread.interrupt();
    }

    /** Waits until all waiting lines are printed, at most for a duration. */
    public void finish(Duration most) {
        CountDownLatch printed = new CountDownLatch(1);
        due.add(printed::countDown);
        try {
            if (!printed.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                due.clear();
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(String line) {
        int lost = dropped.getAndSet(0);
        if (lost > 0) {
            terminal.print("… " + lost + " lines could not be shown in time.");
        }
        terminal.print(ControlCharEscaper.line(line));
    }

    private void run() {
        while (true) {
            try {
                due.take().run();
            } catch (InterruptedException ignored) {
                return;
            } catch (RuntimeException ignored) {
                // A failure to print cannot be printed.
            }
        }
    }

    /** Splits bytes in UTF-8 into lines. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                print(line.toString(UTF_8).stripTrailing());
                line.reset();
            } else {
                line.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length; i++) {
                write(bytes[i]);
            }
        }
    }
}
