package dev.parley.client.session;

import java.util.List;

/** The reason why a connection ended or failed. */
public sealed interface ClientDisconnect {

    /** Returns the sentence for the user. */
    String sentence();

    /** Returns the code of the refusal or reason; empty if there is none. */
    default String code() {
        return "";
    }

    /** The server does not answer. */
    record Unreachable(String sentence) implements ClientDisconnect {}

    /** The login was refused, with code, sentence and suggestions. */
    record Refused(String code, String sentence, List<String> suggestions) implements ClientDisconnect {}

    /** The server closed the connection, with code and sentence. */
    record ClosedByServer(String code, String sentence) implements ClientDisconnect {}

    /** The connection broke, or was silent for too long. */
    record Lost(String sentence) implements ClientDisconnect {}

    /** The server violated the protocol. */
    record ProtocolError(String sentence) implements ClientDisconnect {}
}
