/**
 * Sends the entries of logs to the addresses of webhooks, over HTTP: {@link dev.parley.webhook.HttpHookSender}. Owns the thread
 * {@code parley-hook-io}, an event loop that does not block, and the threads {@code parley-hook-N}, which wait for the resolution
 * of names, and serve nothing else.
 */
@NullMarked
package dev.parley.webhook;

import org.jspecify.annotations.NullMarked;
