package dev.parley.client.session;

/**
 * An event as a session heard it.
 *
 * @param room where it happened; empty for a word between two people
 * @param clientEvent what happened
 * @param replayed whether it is from before the room was entered for the first time
 * @param body the server's own words
 */
public record ReceivedEvent(String room, ClientEvent clientEvent, boolean replayed, JsonObject body) {

    /** Whether it is something that somebody else said, to all or to this one alone. */
    public boolean isFromOther(String self) {
        return (clientEvent instanceof ClientEvent.Said said && !said.own())
                || (clientEvent instanceof ClientEvent.Direct direct
                        && !direct.from().equals(self));
    }
}
