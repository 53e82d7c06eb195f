package dev.parley.chat.moderation;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameViolation;
import dev.parley.chat.moderation.Sanction.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The bans and mutes in force and the ids of the operators, kept in memory, so that checks never block. A change on this
 * node applies at once; a {@link #reload} does not undo it until it is {@link #confirm confirmed}. Thread-safe; nothing
 * blocks.
 */
public final class Moderation {

    private final Clock clock;
    private final Map<String, Sanction> bans = new ConcurrentHashMap<>(); // by target; written under this
    private final Map<String, Sanction> mutes = new ConcurrentHashMap<>(); // by target; written under this
    private final Map<String, Change> unconfirmed = new HashMap<>(); // guarded by this; by kind and target
    private volatile Set<String> operators = Set.of(); // ids of users
    private volatile Set<UserAction> reserved =
            EnumSet.of(UserAction.RUN_OPERATOR_COMMAND, UserAction.PUBLISH_IN_LOCKED_ROOM);

    /** Creates a moderation without sanctions. */
    public Moderation(Clock clock) {
        this.clock = clock;
    }

    /**
     * Sets the ids of the users who are operators.
     *
     * @return the ids of the users whose right has changed
     */
    public synchronized Set<String> setOperators(Set<String> userIds) {
        Set<String> changed = new HashSet<>(userIds);
        operators.stream().filter(id -> !changed.remove(id)).toList().forEach(changed::add);
        operators = Set.copyOf(userIds);
        return changed;
    }

    /** Returns whether a user is an operator. */
    public boolean isOperator(@Nullable String userId) {
        return userId != null && operators.contains(userId);
    }

    /** Reserves an action for operators, before the server accepts users. */
    public synchronized void reserve(UserAction action) {
        Set<UserAction> all = EnumSet.copyOf(reserved);
        all.add(action);
        reserved = all;
    }

    /** Returns whether an action is reserved for operators, and the user is none. */
    public boolean isReserved(UserAction action, Actor actor) {
        return reserved.contains(action) && !isOperator(actor.userId());
    }

    /** Returns whether a sanction applies to an actor: only the console bans operators. */
    public boolean applies(Sanction sanction, Actor actor) {
        return sanction.appliesTo(actor)
                && (sanction.kind() == Kind.MUTE || sanction.by().isConsole() || !isOperator(actor.userId()));
    }

    /** A change that the store may not have yet. Each is equal to itself only. */
    public static final class Change {
        private final Sanction sanction;
        private final boolean imposed;

        private Change(Sanction sanction, boolean imposed) {
            this.sanction = sanction;
            this.imposed = imposed;
        }

        /** Returns the sanction that is imposed or lifted. */
        public Sanction sanction() {
            return sanction;
        }
    }

    /** Imposes a sanction, in place of one of the same kind and target. */
    public synchronized Change impose(Sanction sanction) {
        of(sanction.kind()).put(sanction.target(), sanction);
        return change(sanction, true);
    }

    /** Lifts all sanctions of a kind that apply to a nickname or address. */
    public synchronized List<Change> lift(Kind kind, @Nullable Nickname nickname, @Nullable String address) {
        return inForce(kind).stream()
                .filter(sanction -> (nickname != null && sanction.appliesTo(nickname))
                        || (address != null && sanction.appliesToAddress(address)))
                .map(sanction -> {
                    of(kind).remove(sanction.target());
                    return change(sanction, false);
                })
                .toList();
    }

    private Change change(Sanction sanction, boolean imposed) {
        Change change = new Change(sanction, imposed);
        unconfirmed.put(key(sanction), change);
        return change;
    }

    /** Records that a change is stored. One that is never confirmed applies until the process ends. */
    public synchronized void confirm(Change change) {
        unconfirmed.remove(key(change.sanction), change);
    }

    /**
     * Replaces the sanctions by those that are stored, and by the changes that are not confirmed.
     *
     * @return the bans that were not in force before
     */
    public synchronized List<Sanction> reload(List<Sanction> stored) {
        Map<String, Sanction> next = new HashMap<>();
        stored.forEach(sanction -> next.put(key(sanction), sanction));
        unconfirmed.forEach((key, change) -> {
            if (change.imposed) {
                next.put(key, change.sanction);
            } else {
                next.remove(key);
            }
        });
        List<Sanction> newBans = next.values().stream()
                .filter(sanction -> sanction.kind() == Kind.BAN && !sanction.equals(bans.get(sanction.target())))
                .toList();
        // Without a moment at which a sanction that stays is not in force.
        next.values().forEach(sanction -> of(sanction.kind()).put(sanction.target(), sanction));
        for (Map<String, Sanction> sanctions : List.of(bans, mutes)) {
            sanctions.values().removeIf(sanction -> !next.containsKey(key(sanction)));
        }
        return newBans;
    }

    /** Returns whether an action is allowed to all, because there is no sanction and it is not reserved. */
    public boolean isUnrestricted(UserAction action) {
        return bans.isEmpty() && mutes.isEmpty() && !reserved.contains(action);
    }

    /** Returns the sanctions of a kind that are in force, the oldest first. */
    public List<Sanction> inForce(Kind kind) {
        Instant now = clock.instant();
        return of(kind).values().stream()
                .filter(sanction -> !sanction.isExpired(now))
                .sorted(Comparator.comparing(Sanction::since).thenComparing(Sanction::target))
                .toList();
    }

    /**
     * Decides whether an action is allowed, for all transports.
     *
     * @return the sanction that forbids it: the ban that lasts longest, or else the mute; empty if it is allowed
     */
    public Optional<Sanction> check(UserAction action, Actor actor) {
        Optional<Sanction> ban = find(Kind.BAN, sanction -> applies(sanction, actor));
        return ban.isPresent() || action.isAllowedWhileMuted()
                ? ban
                : find(Kind.MUTE, sanction -> applies(sanction, actor));
    }

    /** Returns the reason why a banned nickname cannot be claimed. */
    public Optional<NicknameViolation> checkNickname(Nickname nickname) {
        return find(Kind.BAN, ban -> ban.appliesTo(nickname))
                .map(ban -> NicknameViolation.banned(nickname.text(), ban.term(clock.instant())));
    }

    private Optional<Sanction> find(Kind kind, Predicate<Sanction> whether) {
        if (of(kind).isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return of(kind).values().stream()
                .filter(sanction -> !sanction.isExpired(now) && whether.test(sanction))
                .max(Comparator.comparing(sanction -> sanction.until() == null ? Instant.MAX : sanction.until()));
    }

    private Map<String, Sanction> of(Kind kind) {
        return kind == Kind.BAN ? bans : mutes;
    }

    private static String key(Sanction sanction) {
        return sanction.kind() + " " + sanction.target();
    }
}
