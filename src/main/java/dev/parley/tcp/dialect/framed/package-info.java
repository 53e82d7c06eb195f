/**
 * The dialect {@code framed}: the client of a well-known Python socket tutorial, which sends the length before each
 * text. Does not depend on other dialects. Sessions are confined to the event loop of their connection; encoded frames
 * are shared by all connections.
 */
@NullMarked
package dev.parley.tcp.dialect.framed;

import org.jspecify.annotations.NullMarked;
