package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameViolation;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
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
 * Keeps out who is banned, and silent who is muted. What is in force is known in memory, so that asking never blocks; a
 * sanction is in force at once, and kept over a restart as soon as the disk has it. Safe from any thread.
 *
 * <p>A sanction by name holds for the name, for its person, and for the address the person comes from, unless that is
 * this machine's own or others who are here come from it, too: nobody is shut out for sitting beside somebody.
 */
public final class Moderation {

    private static final Logger LOG = LoggerFactory.getLogger(Moderation.class);

    /** So many of those who left are remembered, so that leaving in time is no way out. */
    private static final int REMEMBERED = 1_000;

    private final ServerResources serverResources;
    private final ChatServer chatServer;
    private final Map<String, Sanction> bans = new ConcurrentHashMap<>(); // by their target
    private final Map<String, Sanction> mutes = new ConcurrentHashMap<>(); // by their target
    private final Map<String, User> recentlyLeft = new LinkedHashMap<>(); // guarded by itself; by the name's key

    /** A warden who knows what is kept. Reads it once, which may block or fail. */
    Moderation(ServerResources serverResources, ChatServer chatServer) {
        this.serverResources = serverResources;
        this.chatServer = chatServer;
        serverResources
                .sanctionStore()
                .all()
                .forEach(sanction -> of(sanction.kind()).put(sanction.target(), sanction));
    }

    /**
     * What came of laying a sanction on somebody.
     *
     * @param met whom it was laid on, if the person was here or has been lately
     * @param disconnected who had to leave
     * @param beside why the person's address is not part of it: the others who come from there
     * @param kept whether it is on disk, and will hold after a restart
     */
    public record Outcome(
            Sanction sanction,
            @Nullable User met,
            List<User> disconnected,
            List<User> beside,
            CompletionStage<Boolean> kept) {}

    /** Lays a sanction on whoever has this name, is here under it, or was lately; for ever if the length is null. */
    public Outcome impose(Sanction.Kind kind, Nickname nickname, @Nullable Duration length) {
        User met = chatServer.findUser(nickname.text()).orElseGet(() -> lately(nickname));
        String from = met == null ? "" : met.clientInfo().address();
        List<User> beside = chatServer.users().stream()
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

    /** Bans everybody who comes from an address; for ever if the length is null. */
    public Outcome ban(String address, @Nullable Duration length) {
        return impose(new Sanction(Sanction.Kind.BAN, null, null, address, now(), end(length)), null, List.of());
    }

    private Outcome impose(Sanction sanction, @Nullable User met, List<User> beside) {
        of(sanction.kind()).put(sanction.target(), sanction);
        chatServer.events().publish(listener -> listener.onSanctionImposed(sanction));
        // In force before anybody is sent off, so that nobody is back before it is.
        List<User> sentOff = sanction.kind() == Sanction.Kind.BAN
                ? chatServer.disconnect(sanction::appliesTo, "banned", DisconnectReason.banned(sanction.term(now())))
                : List.of();
        return new Outcome(
                sanction,
                met,
                sentOff,
                beside,
                stored(() -> serverResources.sanctionStore().save(sanction)));
    }

    /** Lifts all sanctions of a kind that hold for this name or address; those it lifted. */
    public List<Sanction> lift(Sanction.Kind kind, @Nullable Nickname nickname, @Nullable String address) {
        List<Sanction> lifted = inForce(kind).stream()
                .filter(sanction -> (nickname != null && sanction.appliesTo(nickname))
                        || (address != null && sanction.appliesTo(null, address)))
                .toList();
        lifted.forEach(sanction -> {
            of(kind).remove(sanction.target(), sanction);
            chatServer.events().publish(listener -> listener.onSanctionLifted(sanction));
            stored(() -> serverResources.sanctionStore().delete(sanction));
        });
        return lifted;
    }

    /** The sanctions of a kind that hold now, the oldest first. */
    public List<Sanction> inForce(Sanction.Kind kind) {
        Instant now = now();
        return of(kind).values().stream()
                .filter(sanction -> !sanction.isExpired(now))
                .sorted(Comparator.comparing(Sanction::since).thenComparing(Sanction::target))
                .toList();
    }

    /** What is to be told to somebody who connects from this address, if nobody may. Never blocks. */
    public Optional<DisconnectReason> checkAddress(String address) {
        return holding(bans.values(), ban -> ban.appliesTo(null, address))
                .map(ban -> DisconnectReason.banned(ban.term(now())));
    }

    /** Why this one may not come in, whatever the name. */
    Optional<Refusal> checkLogin(@Nullable ResumeToken token, String address) {
        String person = token == null ? null : token.digest();
        return holding(bans.values(), ban -> ban.appliesTo(person, address))
                .map(ban -> Refusal.banned(ban.term(now())));
    }

    /** Why nobody may have this name. */
    Optional<NicknameViolation> checkNickname(Nickname nickname) {
        return holding(bans.values(), ban -> ban.appliesTo(nickname))
                .map(ban -> NicknameViolation.banned(nickname.text(), ban.term(now())));
    }

    /** Why this person may not say anything. */
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

    /** Remembers somebody who has left. */
    void onUserLeft(User user) {
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

    private CompletionStage<Boolean> stored(Runnable writing) {
        return serverResources
                .read(() -> {
                    writing.run();
                    return true;
                })
                .exceptionally(failed -> {
                    LOG.warn("A ban or mute could not be written down; it changes back with the next start.", failed);
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
        return serverResources.clock().instant();
    }
}
