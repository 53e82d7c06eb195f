/**
 * What the dialects have in common in which whatever is told is words of somebody, the server's notices being words of
 * {@code Server}: people who cannot be asked again, in one room at a time, whose messages and commands look alike. Knows
 * none of these dialects, and of the terminal port only what it hands to every dialect. Owns no threads: a
 * {@link dev.parley.bridge.talk.Talk} is confined to its connection's event loop; {@link dev.parley.bridge.talk.Sayings}
 * are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.basic;

import org.jspecify.annotations.NullMarked;
