/**
 * The page, its static files and older messages as JSON over HTTP, with security headers and trusted proxies. Knows the
 * core and the protocol's JSON, and no connections. Runs on the threads of the web server and never blocks one of them on the
 * history.
 */
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
