package dev.parley.terminal.session;

/**
 * Something to be said in a room, until it is confirmed.
 *
 * @param reference by which sending it twice says it once
 * @param room where
 * @param text what
 * @param action whether it tells what its sender does
 */
public record Letter(String reference, String room, String text, boolean action) {}
