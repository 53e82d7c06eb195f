package dev.parley.console;

import dev.parley.chat.session.ChatServer;
import java.util.function.Consumer;

/**
 * The context of the operator's commands.
 *
 * @param progress receives the progress of long commands
 * @param shutdown starts the shutdown and returns at once
 */
record OperatorContext(ChatServer chatServer, Consumer<String> progress, Runnable shutdown) {}
