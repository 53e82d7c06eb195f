/**
 * The dialect {@code turns}: the client of a networking course, which waits for one reply after each message and reads
 * at no other time. Does not depend on other dialects. Sessions are confined to the event loop of their connection;
 * encoded lines are shared by all connections.
 */
@NullMarked
package dev.parley.tcp.dialect.turns;

import org.jspecify.annotations.NullMarked;
