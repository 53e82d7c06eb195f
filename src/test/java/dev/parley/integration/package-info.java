/**
 * Parley as people meet it: the whole server on ports of its own, real clients, one test per story. Knows everything
 * from the outside only. {@link dev.parley.journey.Browsers} is the real Chromium; its threads are Playwright's, each
 * instance belongs to the thread that opened it.
 */
@NullMarked
package dev.parley.integration;

import org.jspecify.annotations.NullMarked;
