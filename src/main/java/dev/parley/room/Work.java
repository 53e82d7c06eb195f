package dev.parley.room;

import java.util.concurrent.CompletableFuture;

/** Something to be done on a room's lane. */
sealed interface Work {

    /** A draft to be stored and told, and who waits for the answer. */
    record Posting(Draft draft, CompletableFuture<Answer> answer) implements Work {}

    /**
     * Anything else.
     *
     * @param task what is to be done
     * @param otherwise what is done instead if the room's history cannot be opened
     */
    record Errand(Runnable task, Runnable otherwise) implements Work {}
}
