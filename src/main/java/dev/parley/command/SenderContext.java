package dev.parley.command;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.RoomName;

/** A user who is an operator, and runs a command in a room. */
record SenderContext(CommandSender sender) implements OperatorContext {

    @Override
    public ChatServer chatServer() {
        return sender.session().chatServer();
    }

    @Override
    public Operator operator() {
        return Operator.of(user());
    }

    @Override
    public User user() {
        return sender.session().user();
    }

    @Override
    public RoomName room() {
        return sender.room();
    }

    /** Returns the command of operators for all users: refused to the others, whose help does not list it. */
    static Command<CommandSender> forSenders(Command<OperatorContext> command) {
        Command<CommandSender> adapted = command.adapt(SenderContext::new);
        return new Command<>(
                command.name(),
                command.arguments(),
                command.help(),
                (sender, rest) -> sender.session()
                        .chatServer()
                        .operators()
                        .check(sender.session())
                        .map(RefusedCommandException::refused)
                        .orElseGet(() -> adapted.action().run(sender, rest)),
                sender -> sender.session()
                        .chatServer()
                        .operators()
                        .isOperator(sender.session().user()),
                command.takes(),
                true);
    }
}
