/**
 * The page in a real Chromium without the server: its pure modules in unit tests written in JavaScript, and the whole
 * page against a scripted server that speaks STOMP as the test wants. Knows nothing of the server's Java; everything
 * runs on the test's thread but the small HTTP server, which has its own.
 */
@NullMarked
package dev.parley.page;

import org.jspecify.annotations.NullMarked;
