package dev.parley.client;

import dev.parley.terminal.SystemTerminal;
import dev.parley.text.LibraryFolder;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.nativ.JLineNativeLoader;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;

/** A terminal with an editable last line and output above it. The terminal's own scrollback is kept. */
final class JLineClientTerminal implements ClientTerminal {

    private static final Duration END_TIMEOUT = Duration.ofMillis(500);

    private final Terminal terminal;
    private final Attributes original;
    private final CountDownLatch inputEnded = new CountDownLatch(1);
    private volatile @Nullable Completion completion;
    private final PromptLineReader promptLineReader;
    private volatile @Nullable Thread inputThread;
    private volatile boolean closing;

    JLineClientTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.original = terminal.getAttributes();
        SystemTerminal.ensureSize(terminal);
        this.promptLineReader = new PromptLineReader(terminal, new Completion(this::known));
    }

    static {
        loadLibrary();
    }

    /** Loads the native library, whose file does not stay behind then. Without it there is no terminal. */
    private static void loadLibrary() {
        try {
            LibraryFolder.load(
                    () -> {
                        try {
                            return JLineNativeLoader.initialize();
                        } catch (Exception ignored) {
                            return false; // JLine reports the same when the terminal is opened
                        }
                    },
                    "jline.tmpdir");
        } catch (IOException ignored) {
            return;
        }
    }

    /** Opens the terminal of this process, if input and output are one that can move its cursor. */
    static Optional<JLineClientTerminal> open() {
        return SystemTerminal.open(TerminalBuilder.PROP_PROVIDER_JNI).map(JLineClientTerminal::new);
    }

    /** Returns whether the input of this process is a terminal. */
    static boolean isInputTerminal() {
        try {
            return TerminalProvider.load(TerminalBuilder.PROP_PROVIDER_JNI).isSystemStream(SystemStream.Input);
        } catch (IOException ignored) {
            return false;
        }
    }

    private Completion.Known known() {
        Completion current = completion;
        return current == null ? Completion.Known.EMPTY : current.known();
    }

    @Override
    public void open(InputListener listener, Completion words) {
        completion = words;
        terminal.handle(Signal.TSTP, signal -> suspend());
        Thread thread = new Thread(() -> read(listener), "parley-client-input");
        thread.setDaemon(true);
        inputThread = thread;
        thread.start();
    }

    private void read(InputListener listener) {
        while (!closing) {
            try {
                String line = promptLineReader.line();
                listener.typed(promptLineReader.finished(), line);
            } catch (UserInterruptException e) {
                if (!closing) {
                    listener.interrupted(!e.getPartialLine().isEmpty());
                }
            } catch (EndOfFileException | IOError ignored) {
                if (!closing) {
                    listener.ended();
                }
                break;
            }
        }
        inputEnded.countDown();
    }

    /** Suspends the process (Ctrl+Z), with the terminal as the shell had it. */
    private void suspend() {
        promptLineReader.hidePrompt();
        Attributes raw = terminal.getAttributes();
        terminal.setAttributes(original);
        try {
            int exitCode = new ProcessBuilder(
                            "sh", "-c", "kill -STOP " + ProcessHandle.current().pid())
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                terminal.setAttributes(raw);
                promptLineReader.handleSignal(Signal.CONT);
            }
        } catch (IOException ignored) {
            terminal.setAttributes(raw);
            promptLineReader.handleSignal(Signal.CONT);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void show(String text) {
        promptLineReader.printAbove(WordWrap.wrap(text, terminal.getColumns() - 1));
    }

    @Override
    public void ring() {
        promptLineReader.ring();
    }

    @Override
    public boolean keepsInput() {
        return false;
    }

    @Override
    public void prompt(Prompt prompt) {
        promptLineReader.prompt(prompt);
    }

    @Override
    public void restoreInput(String line) {
        promptLineReader.restoreInput(line);
    }

    @Override
    public void setHistoryFile(Optional<Path> file) {
        promptLineReader.setHistoryFile(file.orElse(null));
    }

    @Override
    public void close() {
        closing = true;
        Thread thread = inputThread;
        try {
            if (thread != null && thread != Thread.currentThread()) {
                thread.interrupt();
                if (!inputEnded.await(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                    promptLineReader.hidePrompt();
                }
            }
            terminal.setAttributes(original);
            terminal.close();
        } catch (IOException ignored) {
            // There is no terminal left to restore.
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }
}
