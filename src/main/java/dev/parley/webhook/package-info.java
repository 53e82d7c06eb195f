/**
 * Sends the entries of logs to the addresses of webhooks, over HTTP: {@link dev.parley.webhook.HttpHookSender}. Owns the threads
 * {@code parley-hook-N}, which wait for sockets and for the resolution of names, and serve nothing else.
 */
@NullMarked
package dev.parley.webhook;

import org.jspecify.annotations.NullMarked;
