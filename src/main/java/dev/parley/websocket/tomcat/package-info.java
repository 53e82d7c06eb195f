/**
 * A leaner way out for sessions that Tomcat serves: complete WebSocket frames of our own, written to the socket without
 * waiting. Tomcat keeps the handshake, reading, pings' answers and closing. All that is known here of Tomcat's insides is
 * known nowhere else; sessions that this way does not suit take the plain one. Owns the pump threads that write.
 */
@NullMarked
package dev.parley.websocket.tomcat;

import org.jspecify.annotations.NullMarked;
