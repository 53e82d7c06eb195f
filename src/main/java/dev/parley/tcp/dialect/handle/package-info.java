/**
 * The dialect {@code handle}: a C++ client of 2018 that sends its handle first and then word by word; and any other
 * client that starts with a single word and waits, whose reads are one message each. Does not depend on other dialects.
 * Sessions are confined to the event loop of their connection; encoded lines are shared by all connections.
 */
@NullMarked
package dev.parley.tcp.dialect.handle;

import org.jspecify.annotations.NullMarked;
