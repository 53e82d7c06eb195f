/**
 * The HTTP API below {@code /api/v1}: messages, rooms, users and moderation for programs with a key. Refusals are problem
 * documents (RFC 9457). Runs on the threads of the web server, and blocks none of them.
 */
@NullMarked
package dev.parley.http.api;

import org.jspecify.annotations.NullMarked;
