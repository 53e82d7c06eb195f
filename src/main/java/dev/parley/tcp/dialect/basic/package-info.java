/**
 * The parts shared by the dialects of simple clients, which cannot be prompted and are in one room at a time: login,
 * commands, replay and notices. Sessions are confined to the event loop of their connection.
 */
@NullMarked
package dev.parley.tcp.dialect.basic;

import org.jspecify.annotations.NullMarked;
