package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.text.ByteOrderMark;
import dev.parley.text.ControlCharEscaper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A terminal on which lines follow each other and nothing is redrawn: for screen readers and simple terminals. There is
 * no prompt; questions are lines.
 */
final class PlainClientTerminal implements ClientTerminal {

    private static final char BELL = 7;

    private final BufferedReader in;
    private final PrintStream out;
    private volatile Prompt.Kind kind = Prompt.Kind.MESSAGE;
    private String lastQuestion = "";

    PlainClientTerminal(InputStream in, PrintStream out) {
        this.in = ByteOrderMark.reader(in);
        this.out = new PrintStream(out, true, UTF_8);
    }

    @Override
    public void open(InputListener listener, Completion completion) {
        Thread inputThread = new Thread(() -> read(listener), "parley-client-input");
        inputThread.setDaemon(true);
        inputThread.start();
    }

    private void read(InputListener listener) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                listener.typed(kind, line);
            }
        } catch (IOException ignored) {
            // Treated as the end of the input.
        }
        listener.ended();
    }

    @Override
    public void show(String text) {
        out.println(text);
    }

    @Override
    public void ring() {
        out.print(BELL);
        out.flush();
    }

    @Override
    public boolean keepsInput() {
        return true;
    }

    @Override
    public void prompt(Prompt prompt) {
        kind = prompt.kind();
        String question = prompt.kind() == Prompt.Kind.QUESTION ? withoutCountdown(prompt.text()) : "";
        if (!question.equals(lastQuestion)) {
            lastQuestion = question;
            if (!question.isEmpty()) {
                out.println(question);
            }
        }
    }

    /** A screen reader would read a countdown every second. */
    private static String withoutCountdown(String question) {
        return question.replaceFirst(" ?\\([^)]*\\) *$", "").stripTrailing();
    }

    @Override
    public void restoreInput(String line) {
        out.println("*** Not used: " + ControlCharEscaper.line(line));
    }

    @Override
    public void setHistoryFile(Optional<Path> file) {
        // The terminal's own line editing has no history.
    }

    @Override
    public void close() {
        out.flush();
    }
}
