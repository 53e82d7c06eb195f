package dev.parley.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.OSUtils;
import org.jspecify.annotations.Nullable;

/**
 * JLine's editor, whose prompt may change while somebody types, and with it what the line is for: the line that was being
 * typed when a question came up is there again, cursor and all, when the question has gone. All under JLine's own lock.
 */
final class PromptLineReader extends LineReaderImpl {

    private static final int MOST_KEPT = 1_000;
    private static final int MOST_OFFERED = 100;

    /** In the place of a control character: none (POSIX.1-2017, 11.1.9, _POSIX_VDISABLE). */
    private static final int DISABLED = OSUtils.IS_OSX ? 0xff : 0;

    private Prompt shown = Prompt.talk("", List.of()); // guarded by lock
    private String next = ""; // guarded by lock; what the next line begins with
    private String draft = ""; // guarded by lock; what waits behind a question
    private int draftCursor; // guarded by lock
    private Prompt.Kind finished = Prompt.Kind.TALK; // guarded by lock

    PromptLineReader(Terminal terminal, Completion completion) {
        super(terminal, "parley", new HashMap<>());
        // A line is words with blanks between them: a quote or backslash in it is nothing but itself.
        setParser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]));
        setCompleter((reader, line, candidates) -> complete(completion, line, candidates));
        setOpt(Option.DISABLE_EVENT_EXPANSION);
        setOpt(Option.ERASE_LINE_ON_FINISH);
        setOpt(Option.CASE_INSENSITIVE);
        unsetOpt(Option.HISTORY_TIMESTAMPED);
        setVariable(LineReader.HISTORY_SIZE, MOST_KEPT);
        setVariable(LineReader.HISTORY_FILE_SIZE, MOST_KEPT);
        setVariable(LineReader.LIST_MAX, MOST_OFFERED);
        setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "");
        getWidgets().put(LineReader.CALLBACK_INIT, this::begin);
    }

    /** A line begins, and from now on the lock is held: what came while JLine made itself ready without it counts. */
    private boolean begin() {
        takeCtrlC();
        setPrompt("");
        buf.write(next);
        next = "";
        return true;
    }

    /**
     * Lets Ctrl+C come in as the key it is, in its turn among the others. As a signal it would interrupt the thread that
     * types and the one that reads ahead for it, and be noticed twice.
     */
    private void takeCtrlC() {
        Attributes attributes = terminal.getAttributes();
        attributes.setControlChar(ControlChar.VINTR, DISABLED);
        terminal.setAttributes(attributes);
    }

    private static void complete(Completion completion, ParsedLine line, List<Candidate> candidates) {
        List<String> words = line.words()
                .subList(0, Math.min(line.wordIndex() + 1, line.words().size()));
        completion.candidates(words).forEach(word -> candidates.add(new Candidate(word)));
    }

    /** From now on lines are kept in this file, and those of before are found there. */
    void setHistoryFile(@Nullable Path file) {
        lock.lock();
        try {
            setVariable(LineReader.HISTORY_FILE, file);
            getHistory().load();
        } catch (IOException | IllegalArgumentException ignored) {
            // Then nothing is remembered from before.
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line, which begins with what was given back before. */
    String line() {
        return readLine("");
    }

    /** Which kind of prompt the last line was typed at. */
    Prompt.Kind finished() {
        lock.lock();
        try {
            return finished;
        } finally {
            lock.unlock();
        }
    }

    /** From now on this stands last. */
    void prompt(Prompt prompt) {
        lock.lock();
        try {
            if (prompt.kind() != shown.kind()) {
                swap(prompt.kind());
            }
            shown = prompt;
            if (reading) {
                setPrompt("");
                redisplay(false);
                terminal.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    private void swap(Prompt.Kind kind) {
        String typed = reading ? buf.toString() : next;
        if (kind == Prompt.Kind.QUESTION) {
            draft = typed;
            draftCursor = reading ? buf.cursor() : typed.length();
            replace("", 0);
        } else {
            // Who did not notice the question has typed on.
            int at = Math.min(draftCursor, draft.length());
            replace(draft.substring(0, at) + typed + draft.substring(at), at + typed.length());
            draft = "";
        }
    }

    /** This is being typed now. */
    void restoreInput(String line) {
        lock.lock();
        try {
            if (shown.kind() == Prompt.Kind.QUESTION) {
                draft = line + draft;
                draftCursor = draft.length();
            } else {
                String typed = reading ? buf.toString() : next;
                replace(line + typed, line.length() + typed.length());
                if (reading) {
                    redisplay();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void replace(String text, int cursor) {
        if (reading) {
            buf.clear();
            buf.write(text);
            buf.cursor(cursor);
        } else {
            next = text;
        }
    }

    /** Whatever JLine is told, it is the prompt of the moment. */
    @Override
    public void setPrompt(String ignored) {
        String lines = shown.above().isEmpty() ? "" : String.join("\n", fitting(shown.above())) + "\n";
        prompt = AttributedString.fromAnsi(lines + shown.text());
    }

    private List<AttributedString> asAttributed(List<String> lines) {
        return lines.stream().map(AttributedString::fromAnsi).toList();
    }

    /** Lines above the prompt are cut to the width, so that they stay one line each. */
    private List<String> fitting(List<String> lines) {
        int width = Math.max(1, size.getColumns() - 1);
        return asAttributed(lines).stream()
                .map(line -> line.columnSubSequence(0, width).toAnsi(terminal))
                .toList();
    }

    @Override
    protected String finishBuffer() {
        finished = shown.kind();
        return finished == Prompt.Kind.QUESTION ? buf.toString() : super.finishBuffer();
    }

    /** A window that changes its size while something is shown must not find the display half written. */
    @Override
    protected synchronized void handleSignal(Signal signal) {
        lock.lock();
        try {
            if (reading) {
                super.handleSignal(signal);
                if (signal == Signal.CONT) {
                    takeCtrlC();
                    terminal.writer().write(BRACKETED_PASTE_ON);
                    terminal.flush();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the prompt off the screen and gives the terminal back, for as long as the program does nothing. */
    void stepAside() {
        lock.lock();
        try {
            if (reading) {
                display.update(List.of(), 0);
                terminal.puts(Capability.keypad_local);
                terminal.writer().write(BRACKETED_PASTE_OFF);
                terminal.flush();
            }
        } finally {
            lock.unlock();
        }
    }
}
