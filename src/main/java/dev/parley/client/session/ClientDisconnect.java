package dev.parley.client.session;

import java.util.List;

/** Why a connection is over, or did not come about. */
public sealed interface ClientDisconnect {

    /** For people: what happened. */
    String sentence();

    /** For programs: the code of the refusal or farewell; empty if there was none. */
    default String code() {
        return "";
    }

    /** Nobody answered there. */
    record Unreachable(String sentence) implements ClientDisconnect {}

    /** Not let in, with the code and sentence of the refusal, and what could be asked for instead. */
    record Refused(String code, String sentence, List<String> suggestions) implements ClientDisconnect {}

    /** The server said goodbye, with the code and sentence of the farewell. */
    record ClosedByServer(String code, String sentence) implements ClientDisconnect {}

    /** It broke, or nothing was heard for too long. */
    record Lost(String sentence) implements ClientDisconnect {}

    /** What was heard makes no sense. */
    record ProtocolError(String sentence) implements ClientDisconnect {}
}
