package dev.parley.client.session;

/**
 * A message until it is acknowledged.
 *
 * @param reference the idempotency key
 * @param room the room
 * @param text the text
 * @param action whether the text describes an action
 */
public record PendingMessage(String reference, String room, String text, boolean action) {}
