package dev.parley;

import dev.parley.room.House;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.application.ReadinessStateHealthIndicator;

/** Ready as long as all doors are open, people are let in, and what they say can be stored. */
final class Readiness extends ReadinessStateHealthIndicator {

    private final House house;

    Readiness(ApplicationAvailability availability, House house) {
        super(availability);
        this.house = house;
    }

    @Override
    protected AvailabilityState getState(ApplicationAvailability availability) {
        boolean works = !house.isClosed() && house.rooms().storage().problem().isEmpty();
        return works ? super.getState(availability) : ReadinessState.REFUSING_TRAFFIC;
    }
}
