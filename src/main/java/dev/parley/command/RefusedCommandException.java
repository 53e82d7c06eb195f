package dev.parley.command;

import dev.parley.chat.room.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A command had no effect, for a reason that the reply names. */
public final class RefusedCommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an unmodifiable list of texts
    private final List<String> lines;

    private final transient @Nullable Refusal refusal;

    private RefusedCommandException(List<String> lines, @Nullable Refusal refusal) {
        super(String.join(" ", lines), null, false, false);
        this.lines = List.copyOf(lines);
        this.refusal = refusal;
    }

    /** Returns the result of a command that had no effect. */
    public static CompletionStage<List<String>> refused(List<String> lines) {
        return CompletableFuture.failedFuture(new RefusedCommandException(lines, null));
    }

    /** Returns the result of a command that had no effect. */
    public static CompletionStage<List<String>> refused(String sentence) {
        return refused(List.of(sentence));
    }

    /** Returns the result of a command that was refused. */
    public static CompletionStage<List<String>> refused(Refusal refusal) {
        return CompletableFuture.failedFuture(new RefusedCommandException(List.of(refusal.sentence()), refusal));
    }

    /** Returns the refusal, with a code for programs; empty if the arguments were not understood. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Returns the lines for the sender. */
    public List<String> lines() {
        return lines;
    }
}
