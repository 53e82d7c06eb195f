package dev.parley.chat.room;

import dev.parley.protocol.api.RefusalCodes;

/** The refusals of the text of an absence. */
public final class AbsenceRefusals {

    private AbsenceRefusals() {}

    /** Code {@code message-too-long}. */
    public static Refusal tooLong(int length, int longest) {
        return Refusal.of(
                RefusalCodes.MESSAGE_TOO_LONG,
                "The text has " + length + " characters; for an absence at most " + longest
                        + " are allowed. Shorten it.");
    }
}
