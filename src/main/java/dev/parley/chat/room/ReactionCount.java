package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.List;

/**
 * The users who have added one emoji to a message.
 *
 * @param emoji the emoji
 * @param count the number of users
 * @param first the first {@value #MOST_NAMES} of them, or fewer if some of these have removed it
 */
public record ReactionCount(String emoji, int count, List<Reactor> first) {

    /** The most users that are named. */
    public static final int MOST_NAMES = 20;

    /** The most different emojis of one message. */
    public static final int MOST_KINDS = 20;

    /** A user, with the nickname at the time of the reaction. The id is never shown to other users. */
    public record Reactor(String person, String name) {}

    /** Copies the users. */
    public ReactionCount {
        first = List.copyOf(first);
    }

    /** Returns the nicknames. */
    public List<String> names() {
        return first.stream().map(Reactor::name).toList();
    }

    /** Returns the ids of the users, see {@link dev.parley.chat.identity.User#id()}, in the order of {@link #names}. */
    public List<String> userIds() {
        return first.stream().map(Reactor::person).toList();
    }

    /** Returns the reactions after a change. A change that was applied before has no effect. */
    static List<ReactionCount> apply(List<ReactionCount> before, Reaction reaction) {
        List<ReactionCount> after = new ArrayList<>();
        boolean found = false;
        for (ReactionCount known : before) {
            if (known.emoji().equals(reaction.emoji())) {
                found = true;
                if (reaction.count() > 0) {
                    after.add(known.with(reaction));
                }
            } else {
                after.add(known);
            }
        }
        if (!found && reaction.count() > 0) {
            after.add(new ReactionCount(reaction.emoji(), 0, List.of()).with(reaction));
        }
        return after;
    }

    private ReactionCount with(Reaction reaction) {
        List<Reactor> users = new ArrayList<>(first);
        boolean named = users.stream().anyMatch(user -> user.person().equals(reaction.person()));
        if (reaction.removed()) {
            users.removeIf(user -> user.person().equals(reaction.person()));
        } else if (!named && users.size() < MOST_NAMES) {
            users.add(new Reactor(reaction.person(), reaction.name()));
        }
        return new ReactionCount(emoji, reaction.count(), users);
    }
}
