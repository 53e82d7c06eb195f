package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.Moderation;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imposes and lifts bans and mutes: keeps the {@link Moderation} in accord with the store, and disconnects banned users. A
 * new sanction applies at once, and survives a restart as soon as it is stored. Thread-safe; nothing blocks.
 *
 * <p>A sanction by nickname applies to the nickname, to its user, and to the user's address, unless that address is
 * unknown or loopback, or is shared with other users who are online.
 */
public final class SanctionEnforcer {

    private static final Logger LOG = LoggerFactory.getLogger(SanctionEnforcer.class);

    /** The number of recently disconnected users to whom a sanction by nickname still applies. */
    private static final int REMEMBERED = 1_000;

    private static final Pattern GUEST = Pattern.compile(NicknamePolicy.GUEST + "[0-9]{0,4}");

    private final ServerResources resources;
    private final Moderation moderation;
    private final NicknameAllocator nicknames;
    private final SessionRegistry sessions;
    private final SessionTerminator terminator;
    private final ChatEvents events;
    private final Map<String, User> recentlyLeft = new LinkedHashMap<>(); // guarded by itself; by the name's key
    private final AtomicBoolean reloadWaits = new AtomicBoolean();
    private final CallOrder calls = new CallOrder(); // a ban and its end are stored in order

    SanctionEnforcer(
            ServerResources resources,
            Moderation moderation,
            NicknameAllocator nicknames,
            SessionRegistry sessions,
            SessionTerminator terminator,
            ChatEvents events) {
        this.resources = resources;
        this.moderation = moderation;
        this.nicknames = nicknames;
        this.sessions = sessions;
        this.terminator = terminator;
        this.events = events;
        events.addListener(new ChatEventListener() {
            @Override
            public void onLogout(User user, String reason) {
                remember(user);
            }
        });
    }

    /**
     * Loads the stored sanctions, which may block.
     *
     * @throws StorageException if they cannot be read
     */
    void load() {
        try {
            reload().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException broken ? broken : e;
        }
    }

    /** Reads the sanctions that another node has changed, and disconnects users who are banned now. */
    void onSanctionsChanged() {
        if (reloadWaits.compareAndSet(false, true)) {
            reload().exceptionally(failure -> {
                LOG.warn("Changed bans and mutes could not be read; they are with the next change.", failure);
                return null;
            });
        }
    }

    private CompletionStage<?> reload() {
        return calls.run(() -> {
            reloadWaits.set(false); // a change from now on may be missing in what is read
            return resources.sanctionStore().all().thenAccept(stored -> {
                moderation.reload(stored).forEach(this::disconnect);
                informOperators();
            });
        });
    }

    /** The answer to an operator who imposes a sanction. */
    public sealed interface ImposeResult permits Outcome, Refused {}

    /** Nothing was imposed. */
    public record Refused(Refusal refusal) implements ImposeResult {}

    /**
     * The result of imposing a sanction.
     *
     * @param met the user that it applies to, if online here or recently online
     * @param disconnected the users of this node that were disconnected
     * @param beside the other users of the address, because of whom the address is not included
     * @param kept whether the sanction is stored and survives a restart
     */
    public record Outcome(
            Sanction sanction, @Nullable User met, List<User> disconnected, List<User> beside, boolean kept)
            implements ImposeResult {}

    /** Imposes a sanction of the console on a nickname and its user, without a reason. */
    public CompletionStage<Outcome> impose(Sanction.Kind kind, Nickname nickname, @Nullable Duration length) {
        return impose(kind, nickname, length, Operator.CONSOLE, "").thenApply(Outcome.class::cast);
    }

    /** Bans an address as the console, without a reason. */
    public CompletionStage<Outcome> ban(String address, @Nullable Duration length) {
        return ban(address, length, Operator.CONSOLE, "").thenApply(Outcome.class::cast);
    }

    /**
     * Imposes a sanction on a nickname and its user; without a time limit if {@code length} is null.
     *
     * @return completes when the sanction is stored or cannot be; refused if an operator would ban another one; fails if
     *     the user cannot be looked up
     */
    public CompletionStage<ImposeResult> impose(
            Sanction.Kind kind, Nickname nickname, @Nullable Duration length, Operator by, String reason) {
        return nicknames.find(nickname.text()).thenCompose(found -> {
            String userId = found.map(Claim::userId).orElse(null);
            User met = found.flatMap(claim -> sessions.find(claim.userId()))
                    .map(OnlineUser::user)
                    .orElseGet(() -> recentUser(nickname, userId));
            String from = met == null ? "" : met.clientInfo().address();
            List<User> beside = sessions.users().stream()
                    .map(OnlineUser::user)
                    .filter(user -> user != met
                            && IpAddresses.haveSameBanScope(user.clientInfo().address(), from))
                    .toList();
            boolean wholeAddress = met != null && beside.isEmpty() && !IpAddresses.isLoopback(from);
            return impose(
                    new Sanction(
                            kind,
                            nickname,
                            met == null ? userId : met.id(),
                            wholeAddress ? from : null,
                            now(),
                            end(length),
                            by,
                            reason),
                    met,
                    beside);
        });
    }

    /**
     * Bans an address; without a time limit if {@code length} is null.
     *
     * @return completes when the ban is stored or cannot be; refused if an operator would ban another one; never fails
     */
    public CompletionStage<ImposeResult> ban(String address, @Nullable Duration length, Operator by, String reason) {
        return impose(
                new Sanction(Sanction.Kind.BAN, null, null, address, now(), end(length), by, reason), null, List.of());
    }

    private CompletionStage<ImposeResult> impose(Sanction sanction, @Nullable User met, List<User> beside) {
        if (sanction.kind() == Sanction.Kind.BAN && !sanction.by().isConsole()) {
            Optional<String> operator = findOperator(sanction);
            if (operator.isPresent()) {
                return CompletableFuture.completedFuture(new Refused(Refusal.operatorProtected(operator.get())));
            }
        }
        // The sanction is in force before users are disconnected, so that none of them can log in again first.
        Moderation.Change change = moderation.impose(sanction);
        events.publish(listener -> listener.onSanctionImposed(sanction));
        informOperators();
        List<User> disconnected = sanction.kind() == Sanction.Kind.BAN ? disconnect(sanction) : List.of();
        return store(change, () -> resources.sanctionStore().save(sanction))
                .thenApply(kept -> new Outcome(sanction, met, disconnected, beside, kept));
    }

    /** Sends the sanctions in force to the connected operators. */
    private void informOperators() {
        sessions.users().stream()
                .filter(online -> moderation.isOperator(online.user().id()))
                .flatMap(online -> sessions.connected(online).stream())
                .forEach(session -> session.subscriber().onOwnStateChanged());
    }

    /** Returns the name of an operator to whom a sanction would apply. */
    private Optional<String> findOperator(Sanction sanction) {
        Nickname nickname = sanction.nickname();
        return nickname != null && moderation.isOperator(sanction.person())
                ? Optional.of(nickname.text())
                : sessions.users().stream()
                        .map(OnlineUser::user)
                        .filter(user -> moderation.isOperator(user.id()) && sanction.appliesTo(user))
                        .map(User::toString)
                        .findFirst();
    }

    private List<User> disconnect(Sanction ban) {
        return terminator.disconnect(
                user -> moderation.applies(ban, Actor.of(user, user.clientInfo())),
                "banned",
                DisconnectReason.banned(ban.termAndReason(now())));
    }

    /**
     * Lifts all sanctions of a kind that apply to a nickname or address, and returns them.
     *
     * @return completes when they are deleted from the store or cannot be; never fails
     */
    public CompletionStage<List<Sanction>> lift(
            Sanction.Kind kind, @Nullable Nickname nickname, @Nullable String address) {
        CompletionStage<?> stored = CompletableFuture.completedFuture(true);
        List<Moderation.Change> changes = moderation.lift(kind, nickname, address);
        if (!changes.isEmpty()) {
            informOperators();
        }
        for (Moderation.Change change : changes) {
            Sanction sanction = change.sanction();
            events.publish(listener -> listener.onSanctionLifted(sanction));
            stored = store(change, () -> resources.sanctionStore().delete(sanction));
        }
        // The changes are stored in order, so that all are when the last one is.
        return stored.thenApply(
                done -> changes.stream().map(Moderation.Change::sanction).toList());
    }

    /** Returns the reason to disconnect a new connection from an address, if it is banned. */
    public Optional<DisconnectReason> checkAddress(String address) {
        return moderation
                .check(UserAction.CONNECT, Actor.at(address))
                .map(ban -> DisconnectReason.banned(ban.termAndReason(now())));
    }

    /**
     * Returns the refusal of an action that a ban or mute forbids to the user or an address behind it, or that is reserved
     * for operators.
     */
    public Optional<Refusal> check(UserAction action, Actor actor) {
        return moderation
                .check(action, actor)
                .map(this::refusal)
                .or(() -> moderation.isReserved(action, actor)
                        ? Optional.of(Refusal.operatorsOnly(action))
                        : Optional.empty());
    }

    /** Returns the refusal of an action to a user who is online, over one of its clients. */
    Optional<Refusal> check(UserAction action, User user, ClientInfo client) {
        // Called for each message, mostly without any sanction.
        return moderation.isUnrestricted(action) ? Optional.empty() : check(action, Actor.of(user, client));
    }

    private Refusal refusal(Sanction sanction) {
        String term = sanction.termAndReason(now());
        return sanction.kind() == Sanction.Kind.BAN ? Refusal.banned(term) : Refusal.muted(term);
    }

    /**
     * Returns the refusal of a login by a muted user under another nickname than before. The muted nickname itself and
     * {@code guest} with a number, which carry no message, are allowed.
     *
     * @param actor the user with the last nickname, and the address
     */
    Optional<Refusal> checkNickname(Nickname wish, Actor actor) {
        if (GUEST.matcher(wish.text()).matches()) {
            return Optional.empty();
        }
        String last = actor.nickname() == null ? "" : actor.nickname().text();
        return moderation
                .check(UserAction.CHOOSE_NICKNAME, actor)
                .filter(sanction -> sanction.kind() == Sanction.Kind.MUTE && !sanction.appliesTo(wish))
                .map(mute -> Refusal.mutedNickname(mute.term(now()), last));
    }

    private void remember(User user) {
        synchronized (recentlyLeft) {
            recentlyLeft.remove(user.nickname().key());
            recentlyLeft.put(user.nickname().key(), user);
            if (recentlyLeft.size() > REMEMBERED) {
                recentlyLeft.remove(recentlyLeft.keySet().iterator().next());
            }
        }
    }

    /** Returns the user who had a nickname before, unless another user has it now. */
    private @Nullable User recentUser(Nickname nickname, @Nullable String owner) {
        synchronized (recentlyLeft) {
            User user = recentlyLeft.get(nickname.key());
            return user == null || (owner != null && !owner.equals(user.id())) ? null : user;
        }
    }

    private CompletionStage<Boolean> store(Moderation.Change change, Supplier<CompletionStage<Void>> write) {
        return calls.run(() -> write.get().thenRun(() -> moderation.confirm(change)))
                .thenApply(done -> {
                    resources.relay().publish(new RelaySignal.SanctionsChanged());
                    return true;
                })
                .exceptionally(failure -> {
                    LOG.warn("A ban or mute could not be stored; it changes back with the next start.", failure);
                    return false;
                });
    }

    private @Nullable Instant end(@Nullable Duration length) {
        return length == null ? null : now().plus(length);
    }

    private Instant now() {
        return resources.clock().instant();
    }
}
