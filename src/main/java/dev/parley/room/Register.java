package dev.parley.room;

import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down whose token is whose, so that people can come back after a restart: those who come in at the same time
 * with one flush of the disk. Safe from any thread; nothing blocks.
 */
final class Register {

    private static final Logger LOG = LoggerFactory.getLogger(Register.class);

    private final Means means;
    private final Lane<Entry> lane;

    /**
     * A register that writes on a lane of its own.
     *
     * @param pace the least time between two flushes
     */
    Register(Means means, Duration pace) {
        this.means = means;
        this.lane = new Lane<>(means.lanes(), means.scheduler(), pace, this::round);
    }

    private sealed interface Entry {
        User user();
    }

    /** Has come in, and is told so when that is on disk. */
    private record Came(User user, CompletableFuture<User> written) implements Entry {}

    /** Is here, or was until now. */
    private record Seen(User user) implements Entry {}

    /**
     * Keeps a person's token, and the name it has now, over a restart. Where that fails the person may stay all the same,
     * and come back until the restart.
     *
     * @return completes when it is on disk, or cannot be; never fails
     */
    CompletionStage<User> remember(User user) {
        CompletableFuture<User> written = new CompletableFuture<>();
        lane.submit(new Came(user, written));
        return written;
    }

    /** Notes in a while that these people's tokens are, or were until now, in use. */
    void used(List<User> people) {
        people.forEach(user -> lane.submit(new Seen(user)));
    }

    private int round(List<Entry> entries) {
        List<User> seen = new ArrayList<>();
        List<Came> came = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Came one) {
                came.add(one);
            } else {
                seen.add(entry.user());
            }
        }
        if (!seen.isEmpty()) {
            write(
                    seen.size(),
                    now -> means.tokenStore().touch(seen.stream().map(User::id).toList(), now));
        }
        if (!came.isEmpty()) {
            List<TokenOwner> tokenOwners =
                    came.stream().map(Came::user).map(Register::tokenOwner).toList();
            write(came.size(), now -> means.tokenStore().save(tokenOwners, now));
            came.forEach(one -> one.written().complete(one.user()));
        }
        return entries.size();
    }

    private void write(int tokens, Consumer<Instant> writing) {
        try {
            writing.accept(means.clock().instant());
        } catch (RuntimeException broken) {
            LOG.warn(
                    "Of {} tokens it was not stored that they are in use; it counts until the next restart.",
                    tokens,
                    broken);
        }
    }

    private static TokenOwner tokenOwner(User user) {
        return new TokenOwner(user.id(), user.nickname().text());
    }
}
