/**
 * The slash commands as data: name, help, who may give them, what they do. One registry serves every dialect, the page
 * and the operator, so that what {@code /help} says is what there is. Knows no dialect: what a command needs of the
 * connection it was typed on is {@link dev.parley.command.Caller}. Owns no threads.
 */
@NullMarked
package dev.parley.command;

import org.jspecify.annotations.NullMarked;
