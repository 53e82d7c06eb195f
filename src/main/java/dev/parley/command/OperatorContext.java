package dev.parley.command;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.RoomName;
import org.jspecify.annotations.Nullable;

/** Port: the operator who runs a command: the console, or a user who is an operator. */
public interface OperatorContext {

    /** Returns the server. */
    ChatServer chatServer();

    /** Returns the operator, whom the log names. */
    Operator operator();

    /** Returns the user in whose name changes of rooms are published. */
    User user();

    /** Returns the room in which the command was typed; null if there is none, as on the console. */
    @Nullable
    RoomName room();
}
