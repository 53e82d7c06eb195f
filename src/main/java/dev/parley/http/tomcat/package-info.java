/**
 * The answers that Tomcat gives by itself, before any filter: to requests that it cannot parse or does not allow, and to
 * requests beyond the limits of an address. Runs on the threads of the web server; a request waits for others of its address
 * only.
 */
@NullMarked
package dev.parley.http.tomcat;

import org.jspecify.annotations.NullMarked;
