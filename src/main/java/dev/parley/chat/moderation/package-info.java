/**
 * Bans and mutes: the values, {@link dev.parley.chat.moderation.Sanction}, those in force,
 * {@link dev.parley.chat.moderation.Moderation}, and the port that stores them,
 * {@link dev.parley.chat.moderation.SanctionStore}. Holds no reference to sessions: the session package applies sanctions.
 * Owns no thread; every type is safe to use from any thread.
 */
@NullMarked
package dev.parley.chat.moderation;

import org.jspecify.annotations.NullMarked;
