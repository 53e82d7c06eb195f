package dev.parley.config;

import dev.parley.chat.session.TransportEndpoint;
import dev.parley.text.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines that the server prints when it accepts connections. */
public final class StartupBanner {

    private final List<TransportEndpoint> transportEndpoints;
    private final String name;
    private final String storage;
    private final ParleyProperties.History history;
    private final List<String> lanAddresses;
    private final List<Path> settingsFiles;
    private final @Nullable Path socket;

    /**
     * Creates the banner.
     *
     * @param name the name of the server
     * @param storage where messages are stored
     * @param lanAddresses the addresses that are printed beside {@code localhost}
     * @param settingsFiles the files whose settings are in force
     * @param socket the socket on which operators reach a server without a terminal; null if it has a terminal
     */
    StartupBanner(
            List<TransportEndpoint> transportEndpoints,
            String name,
            String storage,
            ParleyProperties.History history,
            List<String> lanAddresses,
            List<Path> settingsFiles,
            @Nullable Path socket) {
        this.settingsFiles = settingsFiles;
        this.socket = socket;
        this.lanAddresses = lanAddresses;
        this.name = name;
        this.transportEndpoints = transportEndpoints;
        this.storage = storage;
        this.history = history;
    }

    /** Returns how to connect, where messages are stored, and how to stop the server, one line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(name + " is running.");
        transportEndpoints.stream()
                .flatMap(endpoint -> endpoint.connectInstructions().stream())
                .sorted()
                .distinct()
                .flatMap(this::withLanAddresses)
                .forEach(lines::add);
        lines.add("Messages: stored in " + storage + kept() + ".");
        settingsFiles.forEach(file -> lines.add("Settings: read from " + file + "."));
        lines.add(
                socket == null
                        ? "Type a line to send it to every room. /help lists commands. Ctrl+C stops the server."
                        : "Operators: run “parley ctl --socket " + socket
                                + "”. /help lists commands, /shutdown stops the server.");
        return lines;
    }

    /** A server that listens on one address only does not name {@code localhost}, and has no other address. */
    private Stream<String> withLanAddresses(String instruction) {
        return instruction.contains("localhost")
                ? Stream.concat(
                        Stream.of(instruction),
                        lanAddresses.stream()
                                .map(address -> instruction.replace("localhost", address) + " (local network)"))
                : Stream.of(instruction);
    }

    private String kept() {
        String time = history.retention().isZero() ? "" : " for " + days(history.retention());
        return history.maxMessages() == 0
                ? time
                : time + String.format(Locale.ROOT, ", at most %,d per room", history.maxMessages());
    }

    private static String days(Duration time) {
        boolean wholeDays = time.toDays() > 1 && time.equals(Duration.ofDays(time.toDays()));
        return wholeDays ? time.toDays() + " days" : DurationText.of(time);
    }
}
