/**
 * Bans and mutes as values, {@link dev.parley.chat.moderation.Sanction}, and the port that stores them,
 * {@link dev.parley.chat.moderation.SanctionStore}. Holds no reference to sessions: the session package applies sanctions.
 * Owns no thread; everything is immutable or safe to use from any thread.
 */
@NullMarked
package dev.parley.chat.moderation;

import org.jspecify.annotations.NullMarked;
