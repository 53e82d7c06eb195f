/**
 * Who is here, and under what name: names and the claims on them, persons, the tokens by which they come back, and
 * the doors they come in by. Knows nothing of rooms, messages, protocols or frameworks; owns no threads, everything
 * public is safe to call from any of them.
 */
@NullMarked
package dev.parley.chat.identity;

import org.jspecify.annotations.NullMarked;
