package dev.parley.terminal.session;

/**
 * An event as a session heard it.
 *
 * @param room where it happened; empty for a word between two people
 * @param event what happened
 * @param replayed whether it is from before the room was entered for the first time
 * @param body the server's own words
 */
public record Heard(String room, Event event, boolean replayed, Fields body) {

    /** Whether it is something that somebody else said, to all or to this one alone. */
    public boolean isFromSomebodyElse(String self) {
        return (event instanceof Event.Said said && !said.own())
                || (event instanceof Event.Direct direct && !direct.from().equals(self));
    }
}
