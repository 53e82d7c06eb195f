package dev.parley.tcp.dialect.basic;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the sender that some clients put in front of each of their messages.
 *
 * @param name the name
 * @param length the length of the name and the characters around it
 */
public record SenderPrefix(String name, int length) {

    private static final List<String> FORMS = List.of("%s: ", "%s> ", "%s : ", "[%s] ", "[%s]: ", "<%s> ");

    private static final Pattern PREFIX = Pattern.compile(
            "(?:([^\\s:\\[\\]<>{}\"/\\\\]{1,64}) ?: |\\[([^\\[\\]\\p{Cntrl}]{1,64})]:? )(?=.)", Pattern.DOTALL);

    /** Returns the prefix of a message of the form {@code NAME: TEXT} or {@code [NAME] TEXT}, if it has one. */
    public static Optional<SenderPrefix> find(String message) {
        Matcher prefix = PREFIX.matcher(message);
        if (!prefix.lookingAt()) {
            return Optional.empty();
        }
        String name = prefix.group(1) == null ? prefix.group(2) : prefix.group(1);
        return Optional.of(new SenderPrefix(name, prefix.end()));
    }

    /**
     * Returns the message without one of these names in front.
     *
     * @param names the names of the sender; empty ones are ignored
     */
    static String remove(String message, List<String> names) {
        for (String name : names) {
            if (!name.isEmpty() && message.contains(name)) {
                for (String form : FORMS) {
                    String prefix = form.replace("%s", name);
                    if (message.startsWith(prefix)) {
                        return message.substring(prefix.length());
                    }
                }
            }
        }
        return message;
    }
}
