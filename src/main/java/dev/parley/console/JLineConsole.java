package dev.parley.console;

import dev.parley.terminal.SystemTerminal;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;

/** A terminal with a prompt in the last line and line editing. */
final class JLineConsole implements ConsoleTerminal {

    private static final String PROMPT = "Server> ";
    private static final Duration PROMPT_GONE = Duration.ofMillis(500);

    /** Ends of input that follow each other within this time are not Ctrl+D: the terminal has closed. */
    private static final Duration GONE_WITHIN = Duration.ofMillis(50);

    private static final int MOST_ENDS = 5;

    private final Terminal terminal;
    private final LineReader reader;
    private final CountDownLatch inputEnded = new CountDownLatch(1);
    private volatile Supplier<Collection<String>> words = List::of;
    private volatile Runnable interrupted = () -> {};
    private volatile @Nullable Thread reading;
    private volatile boolean ending;

    JLineConsole(Terminal terminal) {
        this.terminal = terminal;
        SystemTerminal.ensureSize(terminal);
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(this::candidates)
                .parser(SystemTerminal.plainWords())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        terminal.handle(Signal.INT, signal -> interrupted.run());
    }

    /** Opens the terminal of this process, if input and output are one that can move its cursor. */
    static Optional<ConsoleTerminal> open() {
        return SystemTerminal.open().map(JLineConsole::new);
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public void print(String line) {
        reader.printAbove(line);
    }

    @Override
    public void setCompletion(Supplier<Collection<String>> known) {
        words = known;
    }

    private void candidates(LineReader here, ParsedLine line, List<Candidate> candidates) {
        words.get().forEach(word -> candidates.add(new Candidate(word)));
    }

    @Override
    public void onInterrupt(Runnable action) {
        interrupted = action;
    }

    @Override
    public @Nullable String read() {
        reading = Thread.currentThread();
        int ends = 0;
        while (!ending && ends < MOST_ENDS) {
            long began = System.nanoTime();
            try {
                return reader.readLine(PROMPT);
            } catch (UserInterruptException ignored) {
                if (!ending) {
                    interrupted.run();
                    break;
                }
            } catch (EndOfFileException ignored) {
                ends = System.nanoTime() - began < GONE_WITHIN.toNanos() ? ends + 1 : 0;
                if (ends == 0) {
                    print("To stop the server, press Ctrl+C or type /shutdown.");
                }
            } catch (IOError ignored) {
                break;
            }
        }
        inputEnded.countDown();
        return null;
    }

    @Override
    public void endInput() {
        ending = true;
        Thread typing = reading;
        if (typing != null && typing != Thread.currentThread() && inputEnded.getCount() > 0) {
            typing.interrupt();
            try {
                // If this takes longer, only the prompt stays visible.
                boolean gone = inputEnded.await(PROMPT_GONE.toMillis(), TimeUnit.MILLISECONDS);
                assert gone || ending;
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException ignored) {
            // There is no terminal left to restore.
        }
    }
}
