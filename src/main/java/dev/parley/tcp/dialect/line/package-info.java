/**
 * The dialect {@code line}: plain lines, for {@code nc}, {@code telnet}, {@code ncat} and {@code socat}. Does not
 * depend on other dialects. Sessions are confined to the event loop of their connection; the encoders are shared by all
 * connections.
 */
@NullMarked
package dev.parley.tcp.dialect.line;

import org.jspecify.annotations.NullMarked;
