/**
 * Opens the terminal of this process with JLine, for the console of the server, for {@code parley ctl} and for the terminal
 * client. Holds no state and starts no thread.
 */
@NullMarked
package dev.parley.terminal;

import org.jspecify.annotations.NullMarked;
