/**
 * The control socket: its address, the lines that both sides exchange, and the command {@code parley ctl}, which connects to it.
 * The server's side is in {@code dev.parley.console}. The command has one thread besides that of the process, which prints what
 * the server sends.
 */
@NullMarked
package dev.parley.ctl;

import org.jspecify.annotations.NullMarked;
