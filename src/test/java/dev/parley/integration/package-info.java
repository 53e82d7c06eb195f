/**
 * Tests the whole server on ports of its own with real clients. The tests use only its ports, its console and its
 * files. {@link dev.parley.integration.Browsers} runs Chromium; its threads belong to Playwright, and each instance is
 * confined to the thread that opened it.
 */
@NullMarked
package dev.parley.integration;

import org.jspecify.annotations.NullMarked;
