/**
 * The slash commands as data: name, help, permission and action. One registry serves the page, every TCP dialect and the
 * console, so {@code /help} always lists what exists. A command reaches the connection it was typed on through
 * {@link dev.parley.command.CommandSender} only. Owns no thread.
 */
@NullMarked
package dev.parley.command;

import org.jspecify.annotations.NullMarked;
