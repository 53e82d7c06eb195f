package dev.parley.terminal.session;

import java.util.List;

/** Why a connection is over, or did not come about. */
public sealed interface Ending {

    /** For people: what happened. */
    String sentence();

    /** For programs: the code of the refusal or farewell; empty if there was none. */
    default String code() {
        return "";
    }

    /** Nobody answered there. */
    record Unreachable(String sentence) implements Ending {}

    /** Not let in, with the code and sentence of the refusal, and what could be asked for instead. */
    record TurnedAway(String code, String sentence, List<String> suggestions) implements Ending {}

    /** The server said goodbye, with the code and sentence of the farewell. */
    record SentOff(String code, String sentence) implements Ending {}

    /** It broke, or nothing was heard for too long. */
    record Lost(String sentence) implements Ending {}

    /** What was heard makes no sense. */
    record Nonsense(String sentence) implements Ending {}
}
