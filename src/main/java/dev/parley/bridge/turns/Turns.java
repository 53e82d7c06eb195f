package dev.parley.bridge.turns;

import dev.parley.bridge.Connection;
import dev.parley.bridge.Conversation;
import dev.parley.bridge.Dialect;
import dev.parley.bridge.Opening;
import dev.parley.bridge.Patience;
import dev.parley.bridge.Verdict;
import dev.parley.bridge.talk.Host;
import dev.parley.bridge.talk.Sayings;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.ControlCharEscaper;
import dev.parley.command.Caller;
import dev.parley.command.Commands;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages of the form {@code NAME> TEXT}, each ended by a NUL, a line end or silence, and each followed by exactly one
 * answer. Safe from any thread.
 */
public final class Turns implements Dialect {

    private static final Pattern TURN = Pattern.compile("[^\\s>\\x00]{0,10}> ");

    private static final String CONTINUED = "\n  ";

    private final Host host;
    private final Patience patience;
    private final Sayings<String> sayings = new Sayings<>(Turns::line);

    /**
     * The dialect with these commands.
     *
     * @param serverPassword the server's: where there is one, nobody comes in this way
     * @param patience which silence ends a message that has no other end
     */
    public Turns(Commands<Caller> commands, ServerPassword serverPassword, Patience patience) {
        this.host = new Host(this, commands, serverPassword, 0);
        this.patience = patience;
    }

    @Override
    public String name() {
        return "turns";
    }

    @Override
    public Verdict probe(Opening opening) {
        Matcher turn = TURN.matcher(opening.bytes());
        if (turn.lookingAt()) {
            boolean more = opening.bytes().length() > turn.end();
            return more || opening.isSilentFor(patience.token()) ? Verdict.YES : Verdict.MORE;
        }
        return opening.begins(TURN, patience.token());
    }

    @Override
    public List<Duration> patience() {
        return List.of(patience.token());
    }

    @Override
    public Conversation open(Connection connection) {
        return new TurnsConversation(this, connection);
    }

    Host host() {
        return host;
    }

    Duration silence() {
        return patience.token();
    }

    /** What happens, as lines. */
    Sayings<String> sayings() {
        return sayings;
    }

    /** Who says what, with its line end. */
    static String line(String from, String text) {
        return from + "> " + String.join(CONTINUED, ControlCharEscaper.lines(text)) + "\n";
    }
}
