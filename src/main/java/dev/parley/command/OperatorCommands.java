package dev.parley.command;

import java.util.List;
import java.util.stream.Stream;

/** The commands of operators, which the consoles and the users who are operators share. */
public final class OperatorCommands {

    private OperatorCommands() {}

    /** Returns the commands that consoles have for invitations and private rooms, instead of those of users. */
    public static List<Command<OperatorContext>> invitations(InviteLinks links) {
        return InviteCommands.ofConsoles(links);
    }

    /** Returns the commands, in the order of their help. */
    public static List<Command<OperatorContext>> all() {
        return Stream.of(
                        ModerationCommands.all(),
                        MessageChangeCommands.all(),
                        RoomCommands.all(),
                        GrantCommands.all(),
                        BotCommands.all(),
                        HookCommands.all())
                .flatMap(List::stream)
                .toList();
    }
}
