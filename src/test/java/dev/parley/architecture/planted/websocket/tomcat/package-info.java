/** Planted: websocket.tomcat. */
@NullMarked
package dev.parley.architecture.planted.websocket.tomcat;

import org.jspecify.annotations.NullMarked;
