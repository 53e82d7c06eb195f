package dev.parley.chat.session;

import dev.parley.chat.identity.BotKey;
import dev.parley.chat.identity.HookKey;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.NicknameViolation;
import dev.parley.chat.moderation.Bot;
import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.StorageException;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bots, which operators create and revoke. They are stored, and known on all nodes. The nickname of a bot is reserved
 * for it. Thread-safe; nothing blocks but {@link #load}.
 */
public final class Bots {

    private static final Logger LOG = LoggerFactory.getLogger(Bots.class);

    private static final int MOST = 1_000;

    /**
     * The time for which a new bot holds a claim on its nickname: until then all nodes know the bot, which reserves the
     * nickname without a claim.
     */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final ChatServer server;
    private final ServerResources resources;
    private final NicknameAllocator nicknames;
    private final IncomingHooks incomingHooks;
    private final CallOrder calls = new CallOrder();
    private volatile Map<String, Bot> byId = Map.of(); // by user; changed in the order of the calls
    private volatile Map<String, Bot> byNicknameKey = Map.of();

    Bots(ChatServer server, ServerResources resources, NicknameAllocator nicknames) {
        this.server = server;
        this.resources = resources;
        this.nicknames = nicknames;
        this.incomingHooks = new IncomingHooks(server, resources);
    }

    /** Returns what publishes for the incoming webhooks. */
    public IncomingHooks incomingHooks() {
        return incomingHooks;
    }

    /** The result of creating a bot. */
    public sealed interface CreateResult permits Created, HookCreated, Refused {}

    /** The bot is stored. Only its digest of the key is kept. */
    public record Created(Bot bot, BotKey key) implements CreateResult {}

    /** The incoming webhook is stored. Only its digest of the key is kept. */
    public record HookCreated(Bot hook, HookKey key) implements CreateResult {}

    /** Nothing was created. */
    public record Refused(Refusal refusal) implements CreateResult {}

    /**
     * Loads the stored bots, which may block.
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

    /** Handles a signal of another node. */
    void onSignal(RelaySignal signal) {
        if (signal instanceof RelaySignal.BotsChanged || signal instanceof RelaySignal.SignalsLost) {
            reload().exceptionally(failure -> {
                LOG.warn("Changed bots could not be read; they are with the next change.", failure);
                return false;
            });
        }
    }

    private CompletionStage<Boolean> reload() {
        return calls.run(this::read);
    }

    private CompletionStage<Boolean> read() {
        return store().all().thenApply(all -> {
            byId = by(all, Bot::userId);
            byNicknameKey = by(all, bot -> bot.nickname().key());
            server.events().publish(ChatEventListener::onBotsChanged);
            return true;
        });
    }

    private static Map<String, Bot> by(Collection<Bot> bots, Function<Bot, String> key) {
        return bots.stream().collect(Collectors.toUnmodifiableMap(key, Function.identity()));
    }

    private BotStore store() {
        return resources.botStore();
    }

    /** Returns the bots that are no webhooks, the oldest first. */
    public List<Bot> all() {
        return all(false);
    }

    /** Returns the incoming webhooks, the oldest first. */
    public List<Bot> hooks() {
        return all(true);
    }

    private List<Bot> all(boolean hooks) {
        return byId.values().stream()
                .filter(bot -> bot.isHook() == hooks)
                .sorted(Comparator.comparing(Bot::since).thenComparing(Bot::userId))
                .toList();
    }

    /** Finds the bot of a key. */
    public Optional<Bot> find(BotKey key) {
        return find(key.digest());
    }

    /** Finds the incoming webhook of a key. */
    Optional<Bot> findHook(HookKey key) {
        return find(key.digest());
    }

    /** Finds a bot by its id as a user. */
    public Optional<Bot> find(String userId) {
        return Optional.ofNullable(byId.get(userId));
    }

    /** Returns why a nickname is refused, if it or one that looks like it belongs to a bot. */
    Optional<NicknameViolation> checkNickname(Nickname nickname) {
        return byNicknameKey.containsKey(nickname.key())
                ? Optional.of(NicknameViolation.ofBot(nickname.text()))
                : Optional.empty();
    }

    /**
     * Creates a bot. Its nickname must be allowed, and free.
     *
     * @return the bot with its key, or the refusal; fails if the bot cannot be stored
     */
    public CompletionStage<CreateResult> create(String name, List<RoomName> rooms, boolean writes, Operator by) {
        BotKey key = BotKey.generate();
        return claim(name, key.digest(), nickname -> {
            Bot bot = new Bot(key.digest(), nickname, rooms, writes, by.name(), server.now());
            return add(bot, by, "created the bot " + nickname + ", which may " + bot.rights() + ".")
                    .thenApply(
                            refusal -> refusal.<CreateResult>map(Refused::new).orElseGet(() -> new Created(bot, key)));
        });
    }

    /**
     * Creates an incoming webhook, which publishes in a room. Its nickname must be allowed, and free.
     *
     * @return the webhook with its key, or the refusal; fails if it cannot be stored
     */
    public CompletionStage<CreateResult> createHook(String name, RoomName room, Operator by) {
        HookKey key = HookKey.generate();
        return claim(name, key.digest(), nickname -> {
            Bot hook = new Bot(key.digest(), nickname, List.of(room), true, by.name(), server.now(), true);
            return add(hook, by, "created the incoming webhook " + nickname + " of the room " + room + ".")
                    .thenApply(refusal ->
                            refusal.<CreateResult>map(Refused::new).orElseGet(() -> new HookCreated(hook, key)));
        });
    }

    private CompletionStage<CreateResult> claim(
            String name, String userId, Function<Nickname, CompletionStage<CreateResult>> add) {
        if (byId.size() >= MOST) {
            return CompletableFuture.completedFuture(new Refused(Refusal.tooManyBots(MOST)));
        }
        String holder = resources.lease().nodeId() + "/bot/" + UUID.randomUUID();
        return nicknames
                .claim(name, userId, holder)
                .whenComplete((result, failure) -> {
                    if (failure != null) {
                        nicknames.release(userId, holder); // the claim may have been granted
                    }
                })
                .thenCompose(result -> {
                    if (result instanceof NicknameAllocator.Granted granted) {
                        return add.apply(granted.claim().nickname())
                                .whenComplete((created, failure) ->
                                        resources.scheduler().schedule(CLAIM, () -> nicknames.release(userId, holder)));
                    }
                    return CompletableFuture.completedFuture(
                            result instanceof NicknameAllocator.Denied denied
                                    ? new Refused(Refusal.invalidNickname(denied.problem()))
                                    : new Refused(Refusal.shuttingDown()));
                });
    }

    /** Stores a bot; returns the refusal if another one has the nickname. */
    private CompletionStage<Optional<Refusal>> add(Bot bot, Operator by, String act) {
        return calls.run(() -> store().add(bot).thenCompose(added -> read().thenApply(done -> added)))
                .thenApply(added -> {
                    if (!added) {
                        return Optional.of(Refusal.invalidNickname(
                                NicknameViolation.ofBot(bot.nickname().text())));
                    }
                    resources.relay().publish(new RelaySignal.BotsChanged());
                    server.operators().publishAct(by, act);
                    return Optional.empty();
                });
    }

    /**
     * Revokes a bot: its key is not valid any more, on this node at once, then on all others.
     *
     * @return the bot; empty if there is none of this name. Fails if that cannot be stored
     */
    public CompletionStage<Optional<Bot>> revoke(String name, Operator by) {
        return remove(all(), name, by, "revoked the bot ");
    }

    /**
     * Removes an incoming webhook: its address is not valid any more, on this node at once, then on all others.
     *
     * @return the webhook; empty if there is none of this name. Fails if that cannot be stored
     */
    public CompletionStage<Optional<Bot>> removeHook(String name, Operator by) {
        return remove(hooks(), name, by, "removed the incoming webhook ");
    }

    private CompletionStage<Optional<Bot>> remove(List<Bot> bots, String name, Operator by, String act) {
        Optional<Bot> found = bots.stream()
                .filter(bot -> bot.nickname().text().equalsIgnoreCase(name))
                .findFirst();
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        Bot removed = found.get();
        return calls.run(() -> store().delete(removed.userId()).thenCompose(deleted -> read()))
                .thenApply(read -> {
                    resources.relay().publish(new RelaySignal.BotsChanged());
                    server.operators().publishAct(by, act + removed.nickname() + ".");
                    return found;
                });
    }
}
