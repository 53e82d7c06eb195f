/**
 * Reads the bodies of requests, for several ways in over HTTP, without a thread that waits. Runs on the threads of the web
 * server.
 */
@NullMarked
package dev.parley.servlet;

import org.jspecify.annotations.NullMarked;
