package dev.parley.terminal.session;

/**
 * An event as a session heard it.
 *
 * @param room where it happened; empty for a word between two people
 * @param event what happened
 * @param replayed whether it is from before the room was entered for the first time
 * @param body the server's own words
 */
public record Heard(String room, Event event, boolean replayed, Fields body) {}
