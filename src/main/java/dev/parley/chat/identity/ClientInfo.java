package dev.parley.chat.identity;

/**
 * Where somebody speaks from.
 *
 * @param via what the others are told: {@code browser}, {@code terminal} or {@code operator}
 * @param dialect the language spoken, for the operator: {@code websocket}, {@code line}, …
 * @param address the remote address without port, for the operator, limits and bans
 */
public record ClientInfo(String via, String dialect, String address) {}
