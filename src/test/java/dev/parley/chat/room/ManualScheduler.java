package dev.parley.chat.room;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Schedules tasks on a manual clock: time passes and tasks run only in {@link #advanceTime}. */
public final class ManualScheduler implements Scheduler {

    private final Queue<ScheduledTask> scheduledTask =
            new PriorityQueue<>(Comparator.comparing(ScheduledTask::at).thenComparing(ScheduledTask::order));
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private long order;

    private record ScheduledTask(Instant at, long order, Runnable task) {}

    @Override
    public synchronized Task schedule(Duration delay, Runnable task) {
        ScheduledTask one = new ScheduledTask(now.plus(delay), order++, task);
        scheduledTask.add(one);
        return () -> cancel(one);
    }

    private synchronized void cancel(ScheduledTask one) {
        scheduledTask.remove(one);
    }

    /** Advances the clock and runs the tasks that are due, in order, on the calling thread. */
    public void advanceTime(Duration time) {
        Instant until = instant().plus(time);
        for (ScheduledTask next = nextUntil(until); next != null; next = nextUntil(until)) {
            next.task().run();
        }
    }

    private synchronized ScheduledTask nextUntil(Instant until) {
        ScheduledTask next = scheduledTask.peek();
        if (next == null || next.at().isAfter(until)) {
            now = until;
            return null;
        }
        now = next.at();
        return scheduledTask.poll();
    }

    private synchronized Instant instant() {
        return now;
    }

    /** Returns the time in nanoseconds, from an arbitrary origin. */
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, instant()).toNanos();
    }

    /** Returns a clock with the manual time. */
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return ManualScheduler.this.instant();
            }
        };
    }
}
