package dev.parley.observability;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.application.LivenessStateHealthIndicator;

/** Reports the process as alive while the executor of the rooms runs tasks. */
public final class LivenessIndicator extends LivenessStateHealthIndicator {

    private final RoomExecutorWatchdog roomExecutorWatchdog;

    public LivenessIndicator(ApplicationAvailability availability, RoomExecutorWatchdog roomExecutorWatchdog) {
        super(availability);
        this.roomExecutorWatchdog = roomExecutorWatchdog;
    }

    @Override
    protected AvailabilityState getState(ApplicationAvailability availability) {
        return roomExecutorWatchdog.isAlive() ? super.getState(availability) : LivenessState.BROKEN;
    }
}
