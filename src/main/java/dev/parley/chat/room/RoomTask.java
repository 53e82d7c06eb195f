package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something to be done on a room's lane. */
sealed interface RoomTask {

    /** Does not do it, for this reason. */
    void refuse(Refusal refusal);

    /** What is left of this when all drafts are turned away. */
    static List<RoomTask> withoutPosts(List<RoomTask> roomTasks, Refusal refusal) {
        roomTasks.stream().filter(Post.class::isInstance).forEach(roomTask -> roomTask.refuse(refusal));
        return roomTasks.stream()
                .filter(roomTask -> !(roomTask instanceof Post))
                .toList();
    }

    /** Returns the drafts among these, in order. */
    static List<MessageDraft> messageDrafts(List<RoomTask> roomTasks) {
        List<MessageDraft> messageDrafts = new ArrayList<>();
        for (RoomTask roomTask : roomTasks) {
            if (roomTask instanceof Post post) {
                messageDrafts.add(post.messageDraft());
            }
        }
        return messageDrafts;
    }

    /**
     * A draft to be stored and told, and who waits for the answer.
     *
     * @param since when it was posted, in {@link System#nanoTime()}
     */
    record Post(MessageDraft messageDraft, CompletableFuture<RequestResult> requestResult, long since)
            implements RoomTask {

        /** Completes the answer, and records how long an acknowledged message took. */
        void complete(RequestResult result, ChatMetrics metrics) {
            requestResult.complete(result);
            if (result instanceof Receipt) {
                metrics.messageAcknowledged(System.nanoTime() - since);
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            requestResult.complete(refusal);
        }
    }

    /**
     * Anything else.
     *
     * @param task what is to be done
     * @param otherwise what is done instead if the room's history cannot be opened, with why
     */
    record Action(Runnable task, Consumer<Refusal> otherwise) implements RoomTask {
        private static final Logger LOG = LoggerFactory.getLogger(Action.class);

        /** Does it. */
        void run() {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("Something to be done in a room failed.", e);
                otherwise.accept(Refusal.storageFailed());
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            otherwise.accept(refusal);
        }
    }
}
