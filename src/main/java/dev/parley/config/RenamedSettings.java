package dev.parley.config;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that had another name in an earlier version. The server does not start with an old name, and reports the
 * new one.
 */
final class RenamedSettings {

    private static final Map<String, String> NEW_NAMES = Map.ofEntries(
            entry("parley.bridge.ports", "parley.tcp.ports"),
            entry("parley.bridge.address", "parley.tcp.address"),
            entry("parley.bridge.tls-port", "parley.tcp.tls-port"),
            entry("parley.bridge.greeting", "parley.tcp.greeting-delay"),
            entry("parley.bridge.naming", "parley.tcp.login-timeout"),
            entry("parley.bridge.prompt", "parley.tcp.prompt-timeout"),
            entry("parley.bridge.silence", "parley.tcp.message-gap"),
            entry("parley.bridge.start", "parley.tcp.detection-timeout"),
            entry("parley.bridge.handshake", "parley.tcp.handshake-timeout"),
            entry("parley.history.restored", "parley.history.restored-from-backup"),
            entry("parley.lane.pace", "parley.history.commit-interval"),
            entry("parley.limits.connections", "parley.limits.max-connections"),
            entry("parley.limits.per-address", "parley.limits.max-connections-per-address"),
            entry("parley.rooms.max", "parley.limits.max-rooms"),
            entry("parley.rules.name-length", "parley.limits.max-nickname-length"),
            entry("parley.rules.message-length", "parley.limits.max-message-length"),
            entry("parley.rules.rate", "parley.limits.messages-per-second"),
            entry("parley.rules.burst", "parley.limits.message-burst"),
            entry("parley.people.grace", "parley.session.resume-window"),
            entry("parley.access.password", "parley.auth.password"),
            entry("parley.operator.show-messages", "parley.console.show-messages"));

    private static final Map<String, String> BY_LETTERS = NEW_NAMES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(
                    names -> UnknownSettingCheck.letters(names.getKey()), Map.Entry::getValue));

    private RenamedSettings() {}

    /**
     * Checks that a setting does not have its old name.
     *
     * @param name the name as it is written in a file, on the command line or in the environment
     * @param variable whether it is an environment variable
     * @throws InvalidSettingException if this is an old name; the message contains the new one
     */
    static void check(String name, boolean variable) {
        String newName = BY_LETTERS.get(UnknownSettingCheck.letters(name));
        if (newName != null) {
            throw new InvalidSettingException("The setting " + name + " is now called " + newName
                    + (variable ? ", as an environment variable " + variable(newName) : "")
                    + ". Replace the old name and start again.");
        }
    }

    private static String variable(String name) {
        return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
