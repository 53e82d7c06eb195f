package dev.parley.console;

import dev.parley.chat.session.ChatServer;
import java.util.function.Consumer;

/**
 * What the operator gives commands to.
 *
 * @param progress is told how far something is that takes long
 * @param shutdown begins to end the server, and returns at once
 */
record OperatorContext(ChatServer chatServer, Consumer<String> progress, Runnable shutdown) {}
