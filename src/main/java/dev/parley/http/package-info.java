/**
 * What a browser fetches: the page, and older messages as JSON. Knows the core and the wire's JSON, but nothing of
 * sessions: those are the endpoint's. Runs on the web server's threads and never keeps one waiting for the history.
 */
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
