/**
 * Outgoing webhooks: the values, {@link dev.parley.chat.hook.Hook}, the port that stores them, {@link
 * dev.parley.chat.hook.HookStore}, the port that sends, {@link dev.parley.chat.hook.HookSender}, and what follows the logs of
 * rooms for them, {@link dev.parley.chat.hook.Webhooks}. Owns no thread and blocks none; every public type is safe to use from
 * any thread.
 */
@NullMarked
package dev.parley.chat.hook;

import org.jspecify.annotations.NullMarked;
