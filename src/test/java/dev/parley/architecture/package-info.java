/**
 * The table of packages and the rules that go with it. Knows Parley by names only, never by its classes; owns no
 * threads.
 */
@NullMarked
package dev.parley.architecture;

import org.jspecify.annotations.NullMarked;
