package dev.parley.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that are not answered yet, in the order in which they are answered. Requests overlap, so
 * that many messages are stored in one batch; at {@value #MAX} of them, reads are held until half are answered.
 *
 * <p>Thread-safe; never blocks. One thread at a time answers, without a lock.
 */
final class PendingRequests {

    /** Below the number of replies that may queue for a client that does not read. */
    static final int MAX = 32;

    private final Executor executor;
    private final Runnable onReleased;
    private final Consumer<Throwable> onFailure;

    private final Deque<Request> requests = new ArrayDeque<>(2); // guarded by this
    private int holds; // guarded by this
    private boolean full; // guarded by this
    private boolean answering; // guarded by this
    private boolean finishing; // guarded by this
    private volatile boolean held; // written under this

    /**
     * Creates an empty queue.
     *
     * @param executor runs what follows a result
     * @param onReleased called when reads are no longer held
     * @param onFailure receives the failure of a request that has no result
     */
    PendingRequests(Executor executor, Runnable onReleased, Consumer<Throwable> onFailure) {
        this.executor = executor;
        this.onReleased = onReleased;
        this.onFailure = onFailure;
    }

    /** A request in the queue; the first one is answered when its answer is set. */
    private static final class Request {
        private @Nullable Runnable answer; // guarded by the queue
    }

    /** Returns whether no further request may be read now. */
    boolean isHeld() {
        return held;
    }

    /** Returns whether {@link #finish} was called, so that no request may follow. */
    synchronized boolean isFinishing() {
        return finishing;
    }

    /** Answers a request that has its result, after all earlier ones; at once if there are none. */
    void answer(Runnable answer) {
        setAnswer(add(false), answer);
    }

    /** Answers a request when its result is there and all earlier ones are answered. */
    <T> void answer(CompletionStage<T> result, Consumer<T> answer) {
        Request request = add(false);
        result.whenComplete((value, failure) ->
                executor.execute(() -> setAnswer(request, () -> pass(value, failure, answer))));
    }

    /** The same, and holds reads until the result is there. */
    <T> void answerHeld(CompletionStage<T> result, Consumer<T> answer) {
        Request request = add(true);
        result.whenComplete((value, failure) -> executor.execute(() -> {
            setAnswer(request, () -> pass(value, failure, answer));
            release();
        }));
    }

    /** Starts a request after all earlier ones are answered, and holds reads until it has ended. */
    void runHeld(Supplier<CompletionStage<?>> request) {
        setAnswer(
                add(true),
                () -> start(request)
                        .whenComplete((value, failure) -> executor.execute(() -> {
                            try {
                                pass(value, failure, ignored -> {});
                            } finally {
                                release();
                            }
                        })));
    }

    private static CompletionStage<?> start(Supplier<CompletionStage<?>> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Runs a request after all earlier ones are answered, and holds reads until then. */
    void runAfterAll(Runnable request) {
        setAnswer(add(true), () -> {
            request.run();
            release();
        });
    }

    /** Runs the task when all requests are answered, possibly at once. Later calls have no effect. */
    void finish(Runnable task) {
        Request last;
        synchronized (this) {
            if (finishing) {
                return;
            }
            finishing = true;
            last = add(false);
        }
        setAnswer(last, task);
    }

    private <T> void pass(T value, @Nullable Throwable failure, Consumer<T> answer) {
        if (failure == null) {
            answer.accept(value);
        } else {
            onFailure.accept(failure);
        }
    }

    private synchronized Request add(boolean holding) {
        Request request = new Request();
        requests.add(request);
        holds += holding ? 1 : 0;
        full |= requests.size() >= MAX;
        updateHeld();
        return request;
    }

    private void setAnswer(Request request, Runnable answer) {
        synchronized (this) {
            request.answer = answer;
            if (answering) {
                return;
            }
            answering = true;
        }
        boolean released = false;
        for (Runnable next = next(); next != null; next = next()) {
            run(next);
            released |= removeFirst();
        }
        if (released) {
            onReleased.run();
        }
    }

    /** Returns the answer to the first request; null if it has none, and the next thread that sets one goes on. */
    private synchronized @Nullable Runnable next() {
        Request first = requests.peek();
        Runnable answer = first == null ? null : first.answer;
        answering = answer != null;
        return answer;
    }

    /** An answer that fails does not prevent the others. */
    private void run(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            onFailure.accept(e);
        }
    }

    private synchronized boolean removeFirst() {
        requests.remove();
        full &= requests.size() > MAX / 2;
        return updateHeld();
    }

    private void release() {
        boolean released;
        synchronized (this) {
            holds--;
            released = updateHeld();
        }
        if (released) {
            onReleased.run();
        }
    }

    /** Returns whether reads were held and no longer are. Called under the lock. */
    private boolean updateHeld() {
        boolean before = held;
        held = (holds > 0 || full) && !finishing;
        return before && !held;
    }
}
