package dev.parley.command;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.session.OperatorLogin;

/** Creates the commands of users for tests that need no operator password. */
public final class TestCommands {

    private TestCommands() {}

    /** Returns the commands of users. */
    public static CommandRegistry<CommandSender> registry() {
        return UserCommands.registry(
                new OperatorLogin(ServerPassword.NONE, new ManualScheduler(), System::nanoTime),
                new InviteLinks(() -> "https://chat.example/"));
    }
}
