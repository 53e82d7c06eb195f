package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.Dialect;

/**
 * What all talks in one dialect have in common.
 *
 * @param dialect the dialect
 * @param commandRegistry the commands everybody may give
 * @param serverPassword the server's, which cannot be asked for here: where there is one, nobody comes in this way
 * @param replay so many messages are shown on joining at most
 */
public record DialectContext(
        Dialect dialect, CommandRegistry<CommandSender> commandRegistry, ServerPassword serverPassword, int replay) {}
