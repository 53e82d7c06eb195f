/**
 * Puts the server together: the settings {@code parley.*} and their validation, the Spring configuration classes,
 * the TLS certificate, the thread pools, the start-up banner, and the sentences that explain a failed start. May import
 * every package but {@code client}; is imported by the entry point alone. Owns the thread pools of the rooms
 * ({@code parley-room-N}), of the history ({@code parley-history-N}, {@code parley-history-write-1}) and of the timer ({@code parley-timer}).
 */
@NullMarked
package dev.parley.config;

import org.jspecify.annotations.NullMarked;
