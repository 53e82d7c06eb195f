package dev.parley.client;

import dev.parley.terminal.SystemTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
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
 * JLine's editor with a prompt that may change during input, and with it the meaning of the line: a line in progress
 * returns, with its cursor, after a question. All access is under JLine's lock.
 */
final class PromptLineReader extends LineReaderImpl {

    /** The lines with an operator code or password, which no history contains: a regular expression with JLine's escapes. */
    private static final String SECRETS = "[/\\\\\\\\][oO][pP] *";

    private static final char BELL = 7;
    private static final int MAX_HISTORY = 1_000;
    private static final int MAX_CANDIDATES = 100;

    /** Disables a control character (POSIX.1-2017, 11.1.9, _POSIX_VDISABLE). */
    private static final int DISABLED = OSUtils.IS_OSX ? 0xff : 0;

    private Prompt shown = Prompt.message("", List.of()); // guarded by lock
    private String next = ""; // guarded by lock; the beginning of the next line
    private String draft = ""; // guarded by lock; the line in progress while a question is open
    private int draftCursor; // guarded by lock; also after the question, until the line ends
    private Prompt.Kind finished = Prompt.Kind.MESSAGE; // guarded by lock

    PromptLineReader(Terminal terminal, Completion completion) {
        super(terminal, "parley", new HashMap<>());
        // Words are separated by blanks only; quotes and backslashes have no meaning.
        setParser(SystemTerminal.plainWords());
        setCompleter((reader, line, candidates) -> complete(completion, line, candidates));
        setOpt(Option.DISABLE_EVENT_EXPANSION);
        setOpt(Option.ERASE_LINE_ON_FINISH);
        setOpt(Option.CASE_INSENSITIVE);
        unsetOpt(Option.HISTORY_TIMESTAMPED);
        setVariable(LineReader.HISTORY_SIZE, MAX_HISTORY);
        setVariable(LineReader.HISTORY_IGNORE, SECRETS);
        setVariable(LineReader.HISTORY_FILE_SIZE, MAX_HISTORY);
        setVariable(LineReader.LIST_MAX, MAX_CANDIDATES);
        setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "");
        getWidgets().put(LineReader.CALLBACK_INIT, this::begin);
    }

    /** Begins a line, with the lock held: applies the changes that arrived before. */
    private boolean begin() {
        readCtrlCAsKey();
        setPrompt("");
        buf.write(next);
        next = "";
        return true;
    }

    /**
     * Reads Ctrl+C as a key, in order with all others. As a signal it would interrupt 2 threads and be handled twice.
     */
    private void readCtrlCAsKey() {
        Attributes attributes = terminal.getAttributes();
        attributes.setControlChar(ControlChar.VINTR, DISABLED);
        terminal.setAttributes(attributes);
    }

    private static void complete(Completion completion, ParsedLine line, List<Candidate> candidates) {
        List<String> words = line.words()
                .subList(0, Math.min(line.wordIndex() + 1, line.words().size()));
        completion.candidates(words).forEach(word -> candidates.add(new Candidate(word)));
    }

    /** Sets the file of the history, and loads it. */
    void setHistoryFile(@Nullable Path file) {
        lock.lock();
        try {
            setVariable(LineReader.HISTORY_FILE, file);
            getHistory().load();
        } catch (IOException | IllegalArgumentException ignored) {
            // The history starts empty.
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line, which begins with a restored one. */
    String line() {
        return readLine("");
    }

    /** Returns the kind of prompt of the last line. */
    Prompt.Kind finished() {
        lock.lock();
        try {
            return finished;
        } finally {
            lock.unlock();
        }
    }

    /** Rings the bell of the terminal. */
    void ring() {
        lock.lock();
        try {
            terminal.writer().write(BELL);
            terminal.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Sets the prompt. */
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
            // The user typed on without noticing the question.
            String whole = inserted(typed, draft);
            replace(whole, draftCursor + typed.length());
            draft = "";
        }
    }

    /** Restores a line that was typed at a question instead of an answer: it continues the line in progress. */
    void restoreInput(String line) {
        lock.lock();
        try {
            if (shown.kind() == Prompt.Kind.QUESTION) {
                draft = inserted(line, draft);
            } else {
                int cursor = reading ? buf.cursor() : next.length();
                int moved = cursor < draftCursor ? cursor : cursor + line.length();
                replace(inserted(line, reading ? buf.toString() : next), moved);
                if (reading) {
                    redisplay();
                }
            }
            draftCursor += line.length();
        } finally {
            lock.unlock();
        }
    }

    /** Inserts a line into the line in progress where the user typed before the question. */
    private String inserted(String line, String typed) {
        draftCursor = Math.min(draftCursor, typed.length());
        return typed.substring(0, draftCursor) + line + typed.substring(draftCursor);
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

    /** JLine gets the current prompt, with any argument. */
    @Override
    public void setPrompt(String ignored) {
        String lines = shown.above().isEmpty() ? "" : String.join("\n", fitting(shown.above())) + "\n";
        prompt = AttributedString.fromAnsi(lines + shown.text());
    }

    private List<AttributedString> asAttributed(List<String> lines) {
        return lines.stream().map(AttributedString::fromAnsi).toList();
    }

    /** Lines above the prompt are cut to the width, so that each stays one line. */
    private List<String> fitting(List<String> lines) {
        int width = Math.max(1, size.getColumns() - 1);
        return asAttributed(lines).stream()
                .map(line -> line.columnSubSequence(0, width).toAnsi(terminal))
                .toList();
    }

    @Override
    protected String finishBuffer() {
        finished = shown.kind();
        if (finished == Prompt.Kind.MESSAGE) {
            draftCursor = 0;
        }
        return finished == Prompt.Kind.QUESTION ? buf.toString() : super.finishBuffer();
    }

    /** A change of the window size must not interrupt the output. */
    @Override
    protected synchronized void handleSignal(Signal signal) {
        lock.lock();
        try {
            if (reading) {
                super.handleSignal(signal);
                if (signal == Signal.CONT) {
                    readCtrlCAsKey();
                    terminal.writer().write(BRACKETED_PASTE_ON);
                    terminal.flush();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the prompt and gives the terminal back while the program is suspended. */
    void hidePrompt() {
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
