/**
 * The command line: {@code parley serve}, {@code join}, {@code completion} and {@code help}. Loads no Spring class; the
 * caller passes in what starts the server. Owns no threads.
 */
@NullMarked
package dev.parley.cli;

import org.jspecify.annotations.NullMarked;
