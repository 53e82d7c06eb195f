/**
 * Tests the page in Chromium without the server: its pure modules with unit tests in JavaScript, and the whole page
 * with a scripted STOMP server. These tests use no Java classes of the server. They run on the thread of the test, except
 * the small HTTP server, which has its own threads.
 */
@NullMarked
package dev.parley.page;

import org.jspecify.annotations.NullMarked;
