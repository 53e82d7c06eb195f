/**
 * Search for messages: the query as typed, the results, and the port {@link dev.parley.chat.search.MessageSearch}. Owns no thread.
 */
@NullMarked
package dev.parley.chat.search;

import org.jspecify.annotations.NullMarked;
