/**
 * The dialect {@code handle}: a client in C++ of 2018 that gives its handle before anything else and speaks word by word;
 * and whatever else begins with a bare word and then waits, of which every piece is a message. Knows no other dialect, and
 * of the terminal port only what it hands to every dialect. Owns no threads: a conversation is confined to its connection's
 * event loop; the lines of what happens are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.handle;

import org.jspecify.annotations.NullMarked;
