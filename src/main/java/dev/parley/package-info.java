/**
 * The program's entry point, {@link dev.parley.ParleyApplication}: it hands the command line to {@code cli}. No
 * other package refers to this one. Starts no thread.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
