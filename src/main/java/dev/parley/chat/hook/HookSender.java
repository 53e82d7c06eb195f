package dev.parley.chat.hook;

import dev.parley.chat.room.LogEntry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Port: sends entries of logs to the addresses of hooks. Thread-safe; no method blocks, and no stage fails. A stage may complete
 * on any thread.
 */
public interface HookSender {

    /** The result of an attempt. */
    sealed interface Attempt permits Delivered, Failed {}

    /** The address has accepted the entry. */
    record Delivered() implements Attempt {}

    /**
     * The address has not accepted the entry, or it is unknown whether it has.
     *
     * @param reason the reason, to follow after a colon
     */
    record Failed(String reason) implements Attempt {}

    /**
     * Checks whether an address can be used, which resolves its name.
     *
     * @return the reason why not, as a sentence; empty if it can
     */
    CompletionStage<Optional<String>> check(String url);

    /** Sends an entry once, within a limited time. At most one entry of a hook is on its way. */
    CompletionStage<Attempt> send(Hook hook, LogEntry entry);
}
