package dev.parley.observability;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.application.LivenessStateHealthIndicator;

/** Reports the process as alive while the executor of the rooms runs tasks and the heap is not exhausted. */
public final class LivenessIndicator extends LivenessStateHealthIndicator {

    private final RoomExecutorWatchdog watchdog;
    private final HeapMonitor heap;

    public LivenessIndicator(ApplicationAvailability availability, RoomExecutorWatchdog watchdog, HeapMonitor heap) {
        super(availability);
        this.watchdog = watchdog;
        this.heap = heap;
    }

    @Override
    protected AvailabilityState getState(ApplicationAvailability availability) {
        return watchdog.isAlive() && heap.isAlive() ? super.getState(availability) : LivenessState.BROKEN;
    }
}
