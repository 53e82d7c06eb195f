package dev.parley.client.session;

/**
 * Something to be said in a room, until it is confirmed.
 *
 * @param reference by which sending it twice says it once
 * @param room where
 * @param text what
 * @param action whether it tells what its sender does
 */
public record PendingMessage(String reference, String room, String text, boolean action) {}
