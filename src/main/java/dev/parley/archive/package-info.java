/**
 * Rooms as files: JSON Lines, which can be imported again, plain text, and HTML. An export is produced part by part, so that its
 * memory does not depend on the number of messages, and for any output. Owns no thread.
 */
@NullMarked
package dev.parley.archive;

import org.jspecify.annotations.NullMarked;
