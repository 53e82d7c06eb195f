package dev.parley.command;

import dev.parley.chat.room.Refusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A command had no effect, for a reason that the reply names. */
public final class RefusedCommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an unmodifiable list of texts
    private final List<String> lines;

    private RefusedCommandException(List<String> lines) {
        super(String.join(" ", lines), null, false, false);
        this.lines = List.copyOf(lines);
    }

    /** Returns the result of a command that had no effect. */
    public static CompletionStage<List<String>> refused(List<String> lines) {
        return CompletableFuture.failedFuture(new RefusedCommandException(lines));
    }

    /** Returns the result of a command that had no effect. */
    public static CompletionStage<List<String>> refused(String sentence) {
        return refused(List.of(sentence));
    }

    /** Returns the result of a command that was refused. */
    public static CompletionStage<List<String>> refused(Refusal refusal) {
        return refused(refusal.sentence());
    }

    /** Returns the lines for the sender. */
    public List<String> lines() {
        return lines;
    }
}
