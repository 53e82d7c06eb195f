package dev.parley.chat.session;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Moderation;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.OperatorCode;
import dev.parley.chat.moderation.OperatorGrant;
import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.StorageException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users who are operators. The right belongs to the token of a user, is stored, and applies on all nodes; that of a user
 * without a token ends with the connection. Publishes each act of an operator to all others. Thread-safe; nothing blocks.
 */
public final class Operators {

    private static final Logger LOG = LoggerFactory.getLogger(Operators.class);

    private static final int MOST_SHOWN = 300;

    private final ChatServer server;
    private final ServerResources resources;
    private final SessionRegistry sessions;
    private final Moderation moderation;
    private final ChatEvents events;
    private final CallOrder calls = new CallOrder();
    private final Map<String, OperatorGrant> stored = new HashMap<>(); // guarded by this; by user
    private final Map<String, OperatorGrant> ofConnections = new HashMap<>(); // guarded by this; by user

    Operators(
            ChatServer server,
            ServerResources resources,
            SessionRegistry sessions,
            Moderation moderation,
            ChatEvents events) {
        this.server = server;
        this.resources = resources;
        this.sessions = sessions;
        this.moderation = moderation;
        this.events = events;
        events.addListener(new ChatEventListener() {
            @Override
            public void onLogout(User user, String reason) {
                endWithConnection(user);
            }
        });
    }

    /**
     * Loads the stored operators, which may block.
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
        if (signal instanceof RelaySignal.OperatorActed acted) {
            sendNotice(acted.line(), acted.userId());
        } else if (signal instanceof RelaySignal.OperatorsChanged || signal instanceof RelaySignal.SignalsLost) {
            reload().exceptionally(failure -> {
                LOG.warn("Changed operators could not be read; they are with the next change.", failure);
                return null;
            });
        }
    }

    private CompletionStage<?> reload() {
        return calls.run(() -> store().all().thenApply(all -> {
            change(() -> {
                stored.clear();
                all.forEach(grant -> stored.put(grant.userId(), grant));
            });
            return true;
        }));
    }

    private OperatorStore store() {
        return resources.operatorStore();
    }

    /** Changes the grants, and informs the connections of the users whose right has changed. */
    private void change(Runnable change) {
        Set<String> changed;
        synchronized (this) {
            change.run();
            Map<String, OperatorGrant> all = new HashMap<>(ofConnections);
            all.putAll(stored);
            changed = moderation.setOperators(all.keySet());
        }
        changed.forEach(userId -> sessions.find(userId)
                .ifPresent(online -> sessions.connected(online).forEach(this::onRightChanged)));
    }

    private void onRightChanged(Session session) {
        server.roomAccess().removeFromClosedRooms(session);
        session.subscriber().onOwnStateChanged();
    }

    private void endWithConnection(User user) {
        boolean isOfConnection;
        synchronized (this) {
            isOfConnection = ofConnections.containsKey(user.id());
        }
        if (isOfConnection) {
            change(() -> ofConnections.remove(user.id()));
        }
    }

    /** Returns the operators, the oldest first, with their current nicknames. */
    public List<OperatorGrant> all() {
        Map<String, OperatorGrant> all;
        synchronized (this) {
            all = new HashMap<>(ofConnections);
            all.putAll(stored);
        }
        return all.values().stream()
                .map(this::withNickname)
                .sorted(Comparator.comparing(OperatorGrant::since).thenComparing(OperatorGrant::name))
                .toList();
    }

    private OperatorGrant withNickname(OperatorGrant grant) {
        return sessions.find(grant.userId())
                .map(online -> new OperatorGrant(
                        grant.userId(), online.user().nickname().text(), grant.grantedBy(), grant.since()))
                .orElse(grant);
    }

    /** Returns whether a user is an operator. */
    public boolean isOperator(User user) {
        return moderation.isOperator(user.id());
    }

    /** Returns whether the sender of a message is an operator now, or it was sent on the console. */
    public boolean isByOperator(Message message) {
        return message.via().equals("operator") || moderation.isOperator(message.person());
    }

    /** Returns the refusal of a command of operators. */
    public Optional<Refusal> check(Session session) {
        return server.sanctionEnforcer()
                .check(UserAction.RUN_OPERATOR_COMMAND, session.user(), session.clientInfo())
                .map(refusal -> {
                    events.refused(session.clientInfo(), session.user(), null, refusal);
                    return refusal;
                });
    }

    /** Creates a code, which is valid once, on any node. Fails if it cannot be stored. */
    public CompletionStage<OperatorCode> createCode(Operator by) {
        OperatorCode code = OperatorCode.generate();
        return store().saveCode(code.digest(), by.name(), server.now().plus(OperatorCode.VALIDITY))
                .thenApply(saved -> code);
    }

    /** Uses a code up; returns the name of the operator who created it, if it is valid. */
    CompletionStage<Optional<String>> redeem(OperatorCode code) {
        return store().redeem(code.digest(), server.now());
    }

    /** Makes the user of a session an operator. Fails if that cannot be stored. */
    CompletionStage<?> grant(Session session, String grantedBy) {
        User user = session.user();
        OperatorGrant grant = new OperatorGrant(user.id(), user.nickname().text(), grantedBy, server.now());
        if (session.token().isEmpty()) {
            change(() -> {
                if (session.state() != Session.State.CLOSED) {
                    ofConnections.put(user.id(), grant);
                }
            });
            publishAct(Operator.of(user), becameOperator(grantedBy));
            return CompletableFuture.completedFuture(true);
        }
        return calls.run(() -> store().save(grant))
                .thenCompose(saved -> server.saveToken(session.onlineUser()))
                .thenApply(saved -> {
                    change(() -> stored.put(user.id(), grant));
                    resources.relay().publish(new RelaySignal.OperatorsChanged());
                    publishAct(Operator.of(user), becameOperator(grantedBy));
                    return true;
                });
    }

    private static String becameOperator(String grantedBy) {
        return grantedBy.equals(OperatorLogin.PASSWORD)
                ? "became an operator with the password."
                : "became an operator with a code of " + grantedBy + ".";
    }

    /** Ends the right of a user at once, on this node and then on all others. Fails if that cannot be stored. */
    public CompletionStage<?> revoke(String userId, Operator by) {
        String name = all().stream()
                .filter(grant -> grant.userId().equals(userId))
                .map(OperatorGrant::name)
                .findFirst()
                .orElse("");
        change(() -> {
            ofConnections.remove(userId);
            stored.remove(userId);
        });
        boolean isOwn = userId.equals(by.userId());
        publishAct(by, isOwn ? "is not an operator any more." : "ended the right of the operator " + name + ".");
        if (!isOwn) {
            sessions.find(userId)
                    .ifPresent(online -> send(online, by.name() + " has ended your right as an operator."));
        }
        return calls.run(() -> store().delete(userId)).thenApply(deleted -> {
            resources.relay().publish(new RelaySignal.OperatorsChanged());
            return true;
        });
    }

    /**
     * Logs an act, and sends it to all operators but the one who acts, on all nodes.
     *
     * @param act the rest of a sentence after the name of the operator
     */
    public void publishAct(Operator by, String act) {
        String line = shortened(by.name() + " " + act);
        events.publish(listener -> listener.onOperatorAct(by, line));
        sendNotice(line, by.userId() == null ? "" : by.userId());
        resources.relay().publish(new RelaySignal.OperatorActed(line, by.userId() == null ? "" : by.userId()));
    }

    /** Sends a sentence of the server to all operators, on all nodes. */
    void publishNotice(String sentence) {
        String line = shortened(sentence);
        sendNotice(line, "");
        resources.relay().publish(new RelaySignal.OperatorActed(line, ""));
    }

    private static String shortened(String line) {
        return line.codePointCount(0, line.length()) <= MOST_SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST_SHOWN)) + "…";
    }

    private void sendNotice(String line, String exceptUserId) {
        sessions.users().stream()
                .filter(online ->
                        isOperator(online.user()) && !online.user().id().equals(exceptUserId))
                .forEach(online -> send(online, line));
    }

    private void send(OnlineUser online, String line) {
        sessions.connected(online).forEach(session -> session.subscriber().onNotice(line));
    }
}
