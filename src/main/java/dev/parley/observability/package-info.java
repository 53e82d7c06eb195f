/**
 * Shows the state of a running server to monitoring: Micrometer meters, the health indicators of readiness and
 * liveness, and the watchdog of the room executor. Reads the core and never changes it. Owns no thread; meters are read on
 * the thread that scrapes them.
 */
@NullMarked
package dev.parley.observability;

import org.jspecify.annotations.NullMarked;
