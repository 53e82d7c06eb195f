package dev.parley.chat.room;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for stages. */
public final class Stages {

    private Stages() {}

    /**
     * Waits until a stage completes, for at most 30 seconds, and returns its value.
     *
     * @throws StorageException if the stage completed with it
     */
    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException failure ? failure : e;
        }
    }
}
