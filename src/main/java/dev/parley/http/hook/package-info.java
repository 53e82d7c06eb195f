/**
 * The addresses of incoming webhooks, {@code /hook/SECRET}. Refusals are problem documents (RFC 9457). Runs on the threads of the
 * web server, and blocks none of them.
 */
@NullMarked
package dev.parley.http.hook;

import org.jspecify.annotations.NullMarked;
