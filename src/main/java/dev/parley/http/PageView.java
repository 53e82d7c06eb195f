package dev.parley.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the template reads them.
 *
 * @param people how many are in the lobby; null where that is nobody's business before joining
 * @param language of the page's sentences, such as {@code en}
 */
record PageView(PageSettings settings, @Nullable Integer people, String language) {

    /** The most characters of a name. */
    public int nameLength() {
        return settings.nameLength();
    }

    /** The most characters of a message. */
    public int messageLength() {
        return settings.messageLength();
    }

    /** Messages shown on joining. */
    public int replay() {
        return settings.replay();
    }

    /** Where terminals come in. */
    public @Nullable Integer terminalPort() {
        return settings.terminalPort();
    }

    /** How many days messages are kept. */
    public long historyDays() {
        return settings.historyDays();
    }

    /** Whether there is a field for it. */
    public boolean passwordRequired() {
        return settings.passwordRequired();
    }

    /** For the list of commands. */
    public List<PageSettings.Command> commands() {
        return settings.commands();
    }
}
