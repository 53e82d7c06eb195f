package dev.parley.room;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something to be done on a room's lane. */
sealed interface Work {

    /** Does not do it, for this reason. */
    void turnAway(Refusal refusal);

    /** What is left of this when all drafts are turned away. */
    static List<Work> withoutPosts(List<Work> works, Refusal refusal) {
        works.stream().filter(Posting.class::isInstance).forEach(work -> work.turnAway(refusal));
        return works.stream().filter(work -> !(work instanceof Posting)).toList();
    }

    /**
     * A draft to be stored and told, and who waits for the answer.
     *
     * @param since when it was posted, in {@link System#nanoTime()}
     */
    record Posting(Draft draft, CompletableFuture<Answer> answer, long since) implements Work {
        @Override
        public void turnAway(Refusal refusal) {
            answer.complete(refusal);
        }
    }

    /**
     * Anything else.
     *
     * @param task what is to be done
     * @param otherwise what is done instead if the room's history cannot be opened, with why
     */
    record Errand(Runnable task, Consumer<Refusal> otherwise) implements Work {
        private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

        /** Does it. */
        void run() {
            try {
                task.run();
            } catch (RuntimeException broken) {
                LOG.error("Something to be done in a room failed.", broken);
                otherwise.accept(Refusal.storageFailed());
            }
        }

        @Override
        public void turnAway(Refusal refusal) {
            otherwise.accept(refusal);
        }
    }
}
