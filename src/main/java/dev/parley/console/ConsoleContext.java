package dev.parley.console;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.session.ChatServer;
import dev.parley.command.OperatorContext;
import dev.parley.text.RoomName;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The context of the commands of a console.
 *
 * @param operator the console and its account
 * @param progress receives the progress of long commands
 * @param shutdown starts the shutdown and returns at once
 */
record ConsoleContext(ChatServer chatServer, Operator operator, Consumer<String> progress, Runnable shutdown)
        implements OperatorContext {

    @Override
    public User user() {
        return chatServer.operator();
    }

    @Override
    public @Nullable RoomName room() {
        return null;
    }
}
