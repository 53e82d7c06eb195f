package dev.parley.observability;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.application.LivenessStateHealthIndicator;

/** Reports the process as alive while the executor of the rooms runs tasks. */
public final class LivenessIndicator extends LivenessStateHealthIndicator {

    private final RoomExecutorWatchdog watchdog;

    public LivenessIndicator(ApplicationAvailability availability, RoomExecutorWatchdog watchdog) {
        super(availability);
        this.watchdog = watchdog;
    }

    @Override
    protected AvailabilityState getState(ApplicationAvailability availability) {
        return watchdog.isAlive() ? super.getState(availability) : LivenessState.BROKEN;
    }
}
