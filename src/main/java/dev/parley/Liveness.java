package dev.parley;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.application.LivenessStateHealthIndicator;

/** Alive as long as the threads are at work that store what is said. */
final class Liveness extends LivenessStateHealthIndicator {

    private final Pulse pulse;

    Liveness(ApplicationAvailability availability, Pulse pulse) {
        super(availability);
        this.pulse = pulse;
    }

    @Override
    protected AvailabilityState getState(ApplicationAvailability availability) {
        return pulse.isFelt() ? super.getState(availability) : LivenessState.BROKEN;
    }
}
