package dev.parley.protocol;

import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.protocol.Destination.Fixed;
import dev.parley.protocol.StompSubscriptions.Subscription;
import dev.parley.protocol.api.ChatHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Handles SUBSCRIBE and UNSUBSCRIBE. Thread-safe. */
final class SubscriptionHandler {

    private final EncoderCache encoderCache;
    private final RoomListBroadcaster roomList;
    private final int defaultReplay;

    /**
     * Creates a handler.
     *
     * @param defaultReplay the number of messages to replay if the client does not say
     * @param encoderCache the encoders of the events of rooms
     */
    SubscriptionHandler(RoomListBroadcaster roomList, int defaultReplay, EncoderCache encoderCache) {
        this.encoderCache = encoderCache;
        this.roomList = roomList;
        this.defaultReplay = defaultReplay;
    }

    void subscribe(StompSession session, StompRequest request) {
        Destination destination = request.destination();
        String id = idOf(session, request);
        if (destination == null || id == null) {
            return;
        } else if (destination instanceof Destination.InvalidRoom) {
            session.refusals().refuse(Refusal.roomInvalid(), request);
            return;
        }
        boolean direct = destination == Fixed.DIRECT;
        Optional<ReplayFrom> replayFrom = ReplayHeaders.parse(
                        request.frame().headers(), direct ? DirectMessageStore.MAX_REPLAY : defaultReplay)
                .replayFrom();
        if (replayFrom.isEmpty()) {
            session.refusals().refuse(ReplayHeaders.invalidHeaders(), request);
            return;
        }
        Destination.RoomTopic room = destination instanceof Destination.RoomTopic topic ? topic : null;
        if (room != null) {
            removeEnded(session, room);
        }
        Subscription subscription = new Subscription(
                id,
                destination,
                room == null
                        ? null
                        : encoderCache.encoderFor(session.serverFrames().version(), id, room.room()));
        if (!session.subscriptions().add(subscription)) {
            session.fail(
                    "You already have a subscription with this id or to this destination. UNSUBSCRIBE first.",
                    request.receipt());
        } else if (room != null) {
            join(session, request, subscription, room, replayFrom.get());
        } else if (direct) {
            subscribeDirect(session, request, id, replayFrom.get());
        } else {
            session.pendingRequests().answer(() -> {
                session.sendReceipt(request.receipt());
                if (destination == Fixed.ROOMS) {
                    roomList.add(
                            session,
                            Boolean.parseBoolean(request.frame().headers().get(ChatHeaders.CHANGES)));
                } else if (destination == Fixed.SESSION) {
                    session.sendRights();
                }
            });
        }
    }

    /** Removes the subscription to a room from which the operator has removed the user. */
    private static void removeEnded(StompSession session, Destination.RoomTopic room) {
        Subscription earlier = session.subscriptions().to(room);
        if (earlier != null && earlier.cursor() != null && !session.loggedIn().isIn(room.room())) {
            session.unsubscribe(room.room());
        }
    }

    private static @Nullable String idOf(StompSession session, StompRequest request) {
        return FrameValidator.idOf(
                request.frame().headers(), session.serverFrames().version());
    }

    /** Joins the room. Reads are held meanwhile, so that later frames find the user in the room. */
    private static void join(
            StompSession session,
            StompRequest request,
            Subscription subscription,
            Destination.RoomTopic room,
            ReplayFrom replayFrom) {
        session.pendingRequests()
                .answerHeld(
                        session.loggedIn()
                                .join(
                                        room.room(),
                                        replayFrom,
                                        request.frame().headers().get(ChatHeaders.KEY))
                                .thenApply(result -> onJoinResult(session, subscription, result)),
                        result -> {
                            if (result instanceof Refusal refusal) {
                                session.refusals().send(refusal, request.receipt(), null);
                            } else {
                                session.sendReceipt(request.receipt());
                            }
                        });
    }

    /** Sends the kept direct messages, then the receipt. Reads are held meanwhile, so that none is left out. */
    private static void subscribeDirect(StompSession session, StompRequest request, String id, ReplayFrom replayFrom) {
        session.pendingRequests().answerHeld(session.loggedIn().subscribeDirect(replayFrom), refusal -> {
            if (refusal.isPresent()) {
                session.subscriptions().remove(id);
                session.refusals().send(refusal.get(), request.receipt(), null);
            } else {
                session.sendReceipt(request.receipt());
            }
        });
    }

    private static JoinResult onJoinResult(StompSession session, Subscription subscription, JoinResult result) {
        if (result instanceof Membership membership && subscription.encoder() != null) {
            subscription.setCursor(membership.cursor());
            session.frameSink().subscribe(membership.cursor(), subscription.encoder());
        } else {
            session.subscriptions().remove(subscription.id());
        }
        return result;
    }

    /** Messages sent before UNSUBSCRIBE are delivered and answered before it takes effect. */
    void unsubscribe(StompSession session, StompRequest request) {
        session.pendingRequests().runAfterAll(() -> {
            String id = idOf(session, request);
            Subscription removed = id == null ? null : session.subscriptions().remove(id);
            if (removed != null) {
                end(session, removed);
            }
            session.sendReceipt(request.receipt());
        });
    }

    private void end(StompSession session, Subscription removed) {
        if (removed.destination() instanceof Destination.RoomTopic room) {
            session.endDelivery(removed);
            session.loggedIn().leave(room.room());
        } else if (removed.destination() == Fixed.ROOMS) {
            roomList.remove(session);
        } else if (removed.destination() == Fixed.DIRECT) {
            session.loggedIn().unsubscribeDirect();
        }
    }
}
