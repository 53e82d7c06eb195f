package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task for a room's executor. */
sealed interface RoomTask {

    /** Refuses the task. */
    void refuse(Refusal refusal);

    /** Refuses all drafts and returns the other tasks. */
    static List<RoomTask> withoutPosts(List<RoomTask> roomTasks, Refusal refusal) {
        roomTasks.stream().filter(Post.class::isInstance).forEach(roomTask -> roomTask.refuse(refusal));
        return roomTasks.stream()
                .filter(roomTask -> !(roomTask instanceof Post))
                .toList();
    }

    /** Returns the drafts among these, in order. */
    static List<EntryDraft> drafts(List<RoomTask> roomTasks) {
        List<EntryDraft> drafts = new ArrayList<>();
        for (RoomTask roomTask : roomTasks) {
            if (roomTask instanceof Post post) {
                drafts.add(post.draft());
            }
        }
        return drafts;
    }

    /** A draft to store and deliver, or to refuse. {@link WaitingPosts} decides which, once. */
    final class Post implements RoomTask {

        private final EntryDraft draft;
        private final CompletableFuture<RequestResult> requestResult;
        private final long since;
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile long waitsFrom;

        /**
         * Creates a draft that waits.
         *
         * @param since the time at which it was published, in {@link System#nanoTime()}
         */
        Post(EntryDraft draft, CompletableFuture<RequestResult> requestResult, long since) {
            this.draft = draft;
            this.requestResult = requestResult;
            this.since = since;
        }

        EntryDraft draft() {
            return draft;
        }

        /** Sets the tick of {@link WaitingPosts} from which it waits. */
        void waitFrom(long tick) {
            waitsFrom = tick;
        }

        long waitsFrom() {
            return waitsFrom;
        }

        /** Decides on this draft, to store or to refuse it; returns false if that is decided. */
        boolean take() {
            return taken.compareAndSet(false, true);
        }

        boolean isTaken() {
            return taken.get();
        }

        /** Completes the answer, and records how long an acknowledged message took. */
        void complete(RequestResult result, ChatMetrics metrics) {
            requestResult.complete(result);
            if (result instanceof Receipt) {
                metrics.messageAcknowledged(System.nanoTime() - since);
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            taken.set(true);
            requestResult.complete(refusal);
        }
    }

    /**
     * Any other task.
     *
     * @param task the task
     * @param otherwise receives the refusal if the history cannot be opened
     */
    record Action(Runnable task, Consumer<Refusal> otherwise) implements RoomTask {
        private static final Logger LOG = LoggerFactory.getLogger(Action.class);

        /** Does nothing, in a round that reads what was announced. */
        static final Action NONE = new Action(() -> {}, refusal -> {});

        /** Runs the task. */
        void run() {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A task of a room failed.", e);
                otherwise.accept(Refusal.storageFailed());
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            otherwise.accept(refusal);
        }
    }
}
