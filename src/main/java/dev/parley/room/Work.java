package dev.parley.room;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something to be done on a room's lane. */
sealed interface Work {

    /** Does not do it, for this reason. */
    void turnAway(Refusal refusal);

    /** What is left of this when all drafts are turned away. */
    static List<Work> withoutPosts(List<Work> works, Refusal refusal) {
        works.stream().filter(Posting.class::isInstance).forEach(work -> work.turnAway(refusal));
        return works.stream().filter(work -> !(work instanceof Posting)).toList();
    }

    /** A draft to be stored and told, and who waits for the answer. */
    record Posting(Draft draft, CompletableFuture<Answer> answer) implements Work {
        @Override
        public void turnAway(Refusal refusal) {
            answer.complete(refusal);
        }
    }

    /**
     * Anything else.
     *
     * @param task what is to be done
     * @param otherwise what is done instead if the room's history cannot be opened
     */
    record Errand(Runnable task, Runnable otherwise) implements Work {
        @Override
        public void turnAway(Refusal refusal) {
            otherwise.run();
        }
    }
}
