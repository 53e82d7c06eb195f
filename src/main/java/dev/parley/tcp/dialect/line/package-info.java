/**
 * The dialect {@code line}: people with {@code nc}, {@code telnet}, {@code ncat} or {@code socat}, who read and write
 * plain lines. Knows no other dialect, and of the terminal port only what it hands to every dialect. Owns no threads:
 * a conversation is confined to its connection's event loop; the narrations are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.line;

import org.jspecify.annotations.NullMarked;
