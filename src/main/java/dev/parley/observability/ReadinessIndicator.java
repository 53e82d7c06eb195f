package dev.parley.observability;

import dev.parley.chat.session.ChatServer;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.application.ReadinessStateHealthIndicator;

/** Reports ready while all transports listen, logins are accepted and messages can be stored. */
public final class ReadinessIndicator extends ReadinessStateHealthIndicator {

    private final ChatServer server;

    public ReadinessIndicator(ApplicationAvailability availability, ChatServer server) {
        super(availability);
        this.server = server;
    }

    @Override
    protected AvailabilityState getState(ApplicationAvailability availability) {
        boolean works = !server.isClosed()
                && server.roomRegistry().storageHealth().problem().isEmpty();
        return works ? super.getState(availability) : ReadinessState.REFUSING_TRAFFIC;
    }
}
