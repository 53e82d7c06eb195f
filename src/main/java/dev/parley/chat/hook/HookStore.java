package dev.parley.chat.hook;

import dev.parley.text.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: stores hooks, for all nodes of a server, and decides which node delivers.
 *
 * <p>Each call takes effect as a whole or not at all, before its stage completes: what it has stored survives the end of the
 * process where the store is on disk, and is found by every call that any node makes later. Thread-safe; no method blocks. A
 * stage may complete on any thread, also before the method returns; it completes with a {@code StorageException} if the storage
 * fails, or with a {@code RejectedExecutionException} if too many calls wait, and then nothing has changed.
 */
public interface HookStore {

    /**
     * A hook without a number.
     *
     * @param position the position after which it delivers
     */
    record NewHook(
            String room,
            String url,
            String secret,
            @Nullable String mention,
            String createdBy,
            Instant since,
            Position position) {

        /** Hides the secret, so that it reaches no log. */
        @Override
        public String toString() {
            return "NewHook";
        }
    }

    /** Returns the hooks, by number. */
    CompletionStage<List<Hook>> all();

    /**
     * Stores a hook under a number above those of all others.
     *
     * @return the hook; empty if there are {@code most} already
     */
    CompletionStage<Optional<Hook>> create(NewHook hook, int most);

    /** Deletes a hook; returns whether there was one. */
    CompletionStage<Boolean> delete(long id);

    /** Stores how far hooks have come. Ignores hooks that are deleted. */
    CompletionStage<?> save(List<HookProgress> progress);

    /**
     * Makes a node the one that delivers, unless another node is and has not ended. A node that has ended never delivers again
     * under its id.
     *
     * @param nodeId the id of the calling node, which has a lease
     * @return whether this node delivers
     */
    CompletionStage<Boolean> claim(String nodeId);
}
