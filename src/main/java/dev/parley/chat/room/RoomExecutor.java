package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the rounds of a room. A round reads what other nodes stored, stores all drafts in one transaction, adds them to the
 * replay buffer, runs all tasks in order, wakes the readers, and completes the results. Public methods are thread-safe,
 * except for those that say otherwise; none blocks.
 */
final class RoomExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RoomExecutor.class);

    private final RoomName name;
    private final Clock clock;
    private final ReplayBuffer buffer;
    private final RoomHistory history;
    private final ChatMetrics metrics;
    private final StorageHealth storageHealth;
    private final Runnable waker;
    private final SerialBatchExecutor<RoomTask> executor;
    private final WaitingPosts waitingPosts;
    private boolean held; // whether messages are refused during an import

    /**
     * Creates an idle executor.
     *
     * @param pace the shortest time between two commits
     * @param waker wakes the readers of the buffer, in a round
     * @param openingListener receives the stored bounds, in a round that opens the history
     * @param entryListener receives the entries that are added to the buffer one by one
     */
    RoomExecutor(
            RoomName name,
            RoomResources resources,
            Duration pace,
            ReplayBuffer buffer,
            ChatMetrics metrics,
            StorageHealth storageHealth,
            Runnable waker,
            Consumer<MessageHistory.Bounds> openingListener,
            Consumer<LogEntry> entryListener) {
        this.name = name;
        this.clock = resources.clock();
        this.buffer = buffer;
        this.metrics = metrics;
        this.storageHealth = storageHealth;
        this.waker = waker;
        this.executor = new SerialBatchExecutor<>(resources.lanes(), resources.scheduler(), pace, this::round);
        this.waitingPosts = new WaitingPosts(resources.scheduler(), storageHealth);
        this.history = new RoomHistory(name, resources, buffer, metrics, executor, openingListener, entryListener);
    }

    /** Returns the history, of which some methods are confined to this executor. */
    RoomHistory history() {
        return history;
    }

    /** Returns how many tasks wait. */
    int queueDepth() {
        return executor.queueDepth();
    }

    /**
     * Stores and delivers a draft. The stage never fails. While a round waits for a storage that is known to have failed,
     * further drafts are refused at once; if that is not known, those that wait behind it are refused within 2 s.
     */
    CompletionStage<RequestResult> post(EntryDraft draft) {
        Optional<Refusal> problem = waitingPosts.isAsking() ? storageHealth.problem() : Optional.empty();
        if (problem.isPresent()) {
            return CompletableFuture.completedFuture(problem.get());
        }
        CompletableFuture<RequestResult> result = new CompletableFuture<>();
        executor.submit(waitingPosts.add(new RoomTask.Post(draft, result, System.nanoTime())));
        return result;
    }

    /**
     * Runs a task in a round.
     *
     * @param otherwise receives the refusal if the history cannot be opened, or the task fails
     */
    void submit(Runnable task, Consumer<Refusal> otherwise) {
        executor.submit(new RoomTask.Action(task, otherwise));
    }

    /** Runs a task in a round, if the history can be opened. */
    void submit(Runnable task) {
        submit(task, refusal -> {});
    }

    /** Runs a query in a round; completes with {@code otherwise} if the history cannot be opened. */
    <T> CompletionStage<T> query(Supplier<T> question, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        submit(() -> answer.complete(question.get()), refusal -> answer.complete(otherwise));
        return answer;
    }

    /**
     * Reads the bounds, and then runs a task in a round that has read all messages up to them.
     *
     * @param task receives null if the bounds cannot be read
     */
    void afterRead(Consumer<MessageHistory.@Nullable Bounds> task, Consumer<Refusal> otherwise) {
        history.read()
                .whenComplete((bounds, failure) -> submit(
                        () -> {
                            if (bounds != null) {
                                history.window().shrink(bounds);
                            }
                            task.accept(bounds);
                        },
                        otherwise));
    }

    /** Refuses messages as busy, or accepts them again. Called in a round. */
    void hold(boolean refuse) {
        executor.assertOnExecutor();
        held = refuse;
    }

    /** Returns whether messages are refused. Called in a round. */
    boolean isHeld() {
        executor.assertOnExecutor();
        return held;
    }

    private CompletionStage<Integer> round(List<RoomTask> arrived) {
        long before = buffer.end();
        waitingPosts.begin();
        return history.prepare()
                .handleAsync(
                        (done, failure) -> {
                            if (history.isOpen()) {
                                return run(arrived, before);
                            }
                            LOG.warn("The history of room {} cannot be opened.", name, failure);
                            Refusal refusal = storageHealth.onFailure(StorageException.of(failure));
                            arrived.forEach(roomTask -> roomTask.refuse(refusal));
                            return CompletableFuture.completedFuture(0);
                        },
                        executor::resume)
                .thenCompose(Function.identity())
                .whenComplete((committed, failure) -> waitingPosts.end());
    }

    private CompletionStage<Integer> run(List<RoomTask> arrived, long before) {
        List<RoomTask> taken = waitingPosts.take(arrived);
        List<RoomTask> roomTasks = held ? RoomTask.withoutPosts(taken, Refusal.busy()) : taken;
        List<EntryDraft> drafts = RoomTask.drafts(roomTasks);
        if (drafts.isEmpty()) {
            return CompletableFuture.completedFuture(deliver(roomTasks, AppendResult.stored(name, List.of()), before));
        }
        return history.append(drafts)
                .handleAsync(
                        (appended, failure) -> deliver(roomTasks, result(appended, failure), before), executor::resume);
    }

    private AppendResult result(List<MessageHistory.AppendedDraft> appended, @Nullable Throwable failure) {
        if (failure != null) {
            return AppendResult.refused(name, storageHealth.onFailure(StorageException.of(failure)));
        }
        storageHealth.onSuccess();
        return AppendResult.stored(name, appended);
    }

    /** Runs the tasks in order, and returns how many drafts were among them. */
    private int deliver(List<RoomTask> roomTasks, AppendResult result, long before) {
        List<Runnable> answers = new ArrayList<>();
        for (RoomTask roomTask : roomTasks) {
            if (roomTask instanceof RoomTask.Post post) {
                RequestResult requestResult = result.deliver(post.draft(), history, clock.instant());
                answers.add(() -> post.complete(requestResult, metrics));
            } else if (roomTask instanceof RoomTask.Action action) {
                action.run();
            }
        }
        if (buffer.end() != before) {
            waker.run();
        }
        answers.forEach(Runnable::run);
        return answers.size();
    }
}
