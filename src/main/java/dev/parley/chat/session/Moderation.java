package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameViolation;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies bans and mutes. Sanctions in force are kept in memory, so that checks never block; a new sanction applies at
 * once, and survives a restart as soon as it is stored. Thread-safe.
 *
 * <p>A sanction by nickname applies to the nickname, to its user, and to the user's address, unless that address is
 * loopback or is shared with other users who are online.
 */
public final class Moderation {

    private static final Logger LOG = LoggerFactory.getLogger(Moderation.class);

    /** The number of recently disconnected users to whom a sanction by nickname still applies. */
    private static final int REMEMBERED = 1_000;

    private final ServerResources resources;
    private final ChatServer server;
    private final Map<String, Sanction> bans = new ConcurrentHashMap<>(); // by their target
    private final Map<String, Sanction> mutes = new ConcurrentHashMap<>(); // by their target
    private final Map<String, User> recentlyLeft = new LinkedHashMap<>(); // guarded by itself; by the name's key

    /** Loads the stored sanctions, which may block. */
    Moderation(ServerResources resources, ChatServer server) {
        this.resources = resources;
        this.server = server;
        server.events().addListener(new ChatEventListener() {
            @Override
            public void onLogout(User user, String reason) {
                onUserLeft(user);
            }
        });
        resources
                .sanctionStore()
                .all()
                .toCompletableFuture()
                .join()
                .forEach(sanction -> of(sanction.kind()).put(sanction.target(), sanction));
    }

    /**
     * The result of imposing a sanction.
     *
     * @param met the user that it applies to, if online or recently online
     * @param disconnected the users that were disconnected
     * @param beside the other users of the address, because of whom the address is not included
     * @param kept whether the sanction is stored and survives a restart
     */
    public record Outcome(
            Sanction sanction,
            @Nullable User met,
            List<User> disconnected,
            List<User> beside,
            CompletionStage<Boolean> kept) {}

    /** Imposes a sanction on a nickname and its user; without a time limit if {@code length} is null. */
    public CompletionStage<Outcome> impose(Sanction.Kind kind, Nickname nickname, @Nullable Duration length) {
        return server.findUser(nickname.text())
                .thenApply(found -> impose(
                        kind,
                        nickname,
                        length,
                        found.flatMap(claim -> server.user(claim.userId())).orElseGet(() -> lately(nickname))));
    }

    private Outcome impose(Sanction.Kind kind, Nickname nickname, @Nullable Duration length, @Nullable User met) {
        String from = met == null ? "" : met.clientInfo().address();
        List<User> beside = server.users().stream()
                .filter(user -> user != met
                        && IpAddresses.haveSamePrefix(user.clientInfo().address(), from))
                .toList();
        boolean wholeAddress = met != null && beside.isEmpty() && !IpAddresses.isLoopback(from);
        return impose(
                new Sanction(
                        kind, nickname, met == null ? null : met.id(), wholeAddress ? from : null, now(), end(length)),
                met,
                beside);
    }

    /** Bans an address; without a time limit if {@code length} is null. */
    public Outcome ban(String address, @Nullable Duration length) {
        return impose(new Sanction(Sanction.Kind.BAN, null, null, address, now(), end(length)), null, List.of());
    }

    private Outcome impose(Sanction sanction, @Nullable User met, List<User> beside) {
        of(sanction.kind()).put(sanction.target(), sanction);
        server.events().publish(listener -> listener.onSanctionImposed(sanction));
        // The sanction is in force before users are disconnected, so that none of them can log in again first.
        List<User> sentOff = sanction.kind() == Sanction.Kind.BAN
                ? server.disconnect(sanction::appliesTo, "banned", DisconnectReason.banned(sanction.term(now())))
                : List.of();
        return new Outcome(
                sanction, met, sentOff, beside, stored(resources.sanctionStore().save(sanction)));
    }

    /** Lifts all sanctions of a kind that apply to a nickname or address, and returns them. */
    public List<Sanction> lift(Sanction.Kind kind, @Nullable Nickname nickname, @Nullable String address) {
        List<Sanction> lifted = inForce(kind).stream()
                .filter(sanction -> (nickname != null && sanction.appliesTo(nickname))
                        || (address != null && sanction.appliesTo(null, address)))
                .toList();
        lifted.forEach(sanction -> {
            of(kind).remove(sanction.target(), sanction);
            server.events().publish(listener -> listener.onSanctionLifted(sanction));
            stored(resources.sanctionStore().delete(sanction));
        });
        return lifted;
    }

    /** Returns the sanctions of a kind that are in force, the oldest first. */
    public List<Sanction> inForce(Sanction.Kind kind) {
        Instant now = now();
        return of(kind).values().stream()
                .filter(sanction -> !sanction.isExpired(now))
                .sorted(Comparator.comparing(Sanction::since).thenComparing(Sanction::target))
                .toList();
    }

    /** Returns the reason to disconnect a new connection from an address, if it is banned. Never blocks. */
    public Optional<DisconnectReason> checkAddress(String address) {
        return holding(bans.values(), ban -> ban.appliesTo(null, address))
                .map(ban -> DisconnectReason.banned(ban.term(now())));
    }

    /** Returns the refusal of a login by a banned token or address, with any nickname. */
    Optional<Refusal> checkLogin(@Nullable ResumeToken token, String address) {
        String person = token == null ? null : token.digest();
        return holding(bans.values(), ban -> ban.appliesTo(person, address))
                .map(ban -> Refusal.banned(ban.term(now())));
    }

    /** Returns the reason why a banned nickname cannot be claimed. */
    Optional<NicknameViolation> checkNickname(Nickname nickname) {
        return holding(bans.values(), ban -> ban.appliesTo(nickname))
                .map(ban -> NicknameViolation.banned(nickname.text(), ban.term(now())));
    }

    /** Returns the refusal of a message of a muted user. */
    Optional<Refusal> checkMuted(User user) {
        return holding(mutes.values(), mute -> mute.appliesTo(user)).map(mute -> Refusal.muted(mute.term(now())));
    }

    private Optional<Sanction> holding(Collection<Sanction> sanctions, Predicate<Sanction> whether) {
        if (sanctions.isEmpty()) {
            return Optional.empty();
        }
        Instant now = now();
        return sanctions.stream()
                .filter(sanction -> !sanction.isExpired(now) && whether.test(sanction))
                .max(Comparator.comparing(sanction -> sanction.until() == null ? Instant.MAX : sanction.until()));
    }

    private void onUserLeft(User user) {
        synchronized (recentlyLeft) {
            recentlyLeft.remove(user.nickname().key());
            recentlyLeft.put(user.nickname().key(), user);
            if (recentlyLeft.size() > REMEMBERED) {
                recentlyLeft.remove(recentlyLeft.keySet().iterator().next());
            }
        }
    }

    private @Nullable User lately(Nickname nickname) {
        synchronized (recentlyLeft) {
            return recentlyLeft.get(nickname.key());
        }
    }

    private static CompletionStage<Boolean> stored(CompletionStage<Void> writing) {
        return writing.thenApply(done -> true).exceptionally(failed -> {
            LOG.warn("A ban or mute could not be stored; it changes back with the next start.", failed);
            return false;
        });
    }

    private @Nullable Instant end(@Nullable Duration length) {
        return length == null ? null : now().plus(length);
    }

    private Map<String, Sanction> of(Sanction.Kind kind) {
        return kind == Sanction.Kind.BAN ? bans : mutes;
    }

    private Instant now() {
        return resources.clock().instant();
    }
}
