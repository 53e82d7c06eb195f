package dev.parley.config;

import dev.parley.chat.session.TransportEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the server says of itself once all its doors are open. */
public final class StartupBanner {

    private final List<TransportEndpoint> transportEndpoints;
    private final String name;
    private final ParleyProperties.History history;

    StartupBanner(List<TransportEndpoint> transportEndpoints, String name, ParleyProperties.History history) {
        this.name = name;
        this.transportEndpoints = transportEndpoints;
        this.history = history;
    }

    /** One line each: how to come in, where messages are kept, how to stop. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(name + " is open.");
        transportEndpoints.stream()
                .flatMap(transportEndpoint -> transportEndpoint.connectInstructions().stream())
                .sorted()
                .distinct()
                .forEach(lines::add);
        lines.add("Messages: kept in " + history.file().toAbsolutePath().normalize() + kept() + ".");
        lines.add("Type to speak to everybody. /help lists commands; Ctrl+C stops the server.");
        return lines;
    }

    private String kept() {
        String time = history.retention().isZero() ? "" : " for " + days(history.retention());
        return history.maxMessages() == 0
                ? time
                : time + String.format(Locale.ROOT, ", at most %,d a room", history.maxMessages());
    }

    private static String days(Duration time) {
        boolean wholeDays = time.toDays() > 1 && time.equals(Duration.ofDays(time.toDays()));
        return wholeDays ? time.toDays() + " days" : SettingValidators.inWords(time);
    }
}
