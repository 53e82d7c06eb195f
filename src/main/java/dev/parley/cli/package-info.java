/**
 * The command line: {@code parley serve}, {@code join}, {@code migrate}, {@code completion} and {@code help}. Loads Spring
 * only for {@code serve}. Owns no threads.
 */
@NullMarked
package dev.parley.cli;

import org.jspecify.annotations.NullMarked;
