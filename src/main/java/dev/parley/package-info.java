/**
 * The program's entry and its wiring. Everything else may be imported here, to be put together; nobody imports this
 * package, so that no part can lean on the way it is assembled. It owns no threads but the one that starts it.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
