package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Drafts of messages and of changes of earlier messages: one entry in 5 is a change. */
final class RandomChanges {

    private static final List<String> EMOJIS = List.of("👍", "❤️", "😀", "🎉");

    /** Changes choose among the messages of this many last entries, so that many are changed several times. */
    private static final int RECENT = 300;

    private final Random random;
    private final List<User> users;

    RandomChanges(long seed, User... users) {
        this.random = new Random(seed);
        this.users = List.of(users);
    }

    /** Returns drafts that follow a sequence number. Some are rejected: a target may be a change, or deleted. */
    List<EntryDraft> next(long head, int count) {
        List<EntryDraft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            User user = users.get(random.nextInt(users.size()));
            long target = Math.max(1, head - random.nextInt(RECENT));
            int kind = head == 0 ? 99 : random.nextInt(100);
            if (kind < 8) {
                drafts.add(new EditDraft(
                        user, "terminal", target, "edited " + random.nextInt(), ChangeRight.OPERATOR, null));
            } else if (kind < 11) {
                drafts.add(new DeletionDraft(user, "terminal", target, ChangeRight.OPERATOR, null));
            } else if (kind < 24) {
                String emoji = EMOJIS.get(random.nextInt(EMOJIS.size()));
                drafts.add(new ReactionDraft(user, "terminal", target, emoji, random.nextInt(3) == 0, null));
            } else {
                Long replyTo = random.nextInt(10) == 0 && head > 0 ? target : null;
                drafts.add(new MessageDraft(user, "terminal", "message " + random.nextInt(), false, null, replyTo));
            }
        }
        return drafts;
    }

    int number(int bound) {
        return random.nextInt(bound);
    }
}
