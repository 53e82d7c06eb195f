package dev.parley.websocket;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.Session;
import dev.parley.protocol.ConnectRequest;
import dev.parley.protocol.Destination;
import dev.parley.protocol.EncoderCache;
import dev.parley.protocol.FrameValidator;
import dev.parley.protocol.ReplayHeaders;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;

/**
 * The broker, in place of Spring's simple one: logs users in, and gives each subscription to a room a cursor. Nothing
 * is copied or queued per subscriber; events are polled from the cursor when the session can be written. Runs on the
 * thread that read the frame and never waits.
 */
final class ChatBrokerHandler extends AbstractBrokerMessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ChatBrokerHandler.class);

    private final ChatServer server;
    private final LoginThrottle throttle;
    private final RoomListBroadcaster roomList;
    private final EncoderCache encoderCache = new EncoderCache();

    ChatBrokerHandler(
            SubscribableChannel in,
            MessageChannel out,
            SubscribableChannel broker,
            ChatServer server,
            LoginThrottle throttle,
            RoomListBroadcaster roomList) {
        super(in, out, broker, List.of("/topic/", "/user/queue/"));
        this.server = server;
        this.throttle = throttle;
        this.roomList = roomList;
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        StompRequest request = StompRequest.of(message);
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        if (request == null || type == null) {
            return;
        }
        switch (type) {
            case CONNECT -> connect(request);
            case SUBSCRIBE -> subscribe(request);
            case UNSUBSCRIBE -> unsubscribe(request);
            case DISCONNECT -> request.webSocketConnection().quit(request.receipt());
            default -> {
                // The controller handles SEND.
            }
        }
    }

    private void connect(StompRequest request) {
        WebSocketConnection connection = request.webSocketConnection();
        ConnectRequest connectRequest;
        try {
            connectRequest = ConnectRequest.parse(request.frame());
        } catch (MalformedFrameException e) {
            connection.fail(e);
            return;
        }
        connection.onConnect(connectRequest);
        request.inboundDecoder().hold();
        var loginRequest =
                LoginRequest.resumable(connectRequest.name(), connection.clientInfo(), connectRequest.token());
        throttle.check(connectRequest.passcode(), connection.clientInfo().address())
                .thenCompose(refusal -> refusal.isPresent()
                        ? CompletableFuture.<LoginResult>completedFuture(
                                new LoginResult.Refused(connection.refused(refusal.get())))
                        : server.login(loginRequest, connection))
                .thenAccept(result -> onLoginResult(request, connectRequest.version(), result))
                .exceptionally(broken -> {
                    LOG.error("A login failed.", broken);
                    connection.disconnect(DisconnectReason.storageFailed());
                    return null;
                });
    }

    private static void onLoginResult(StompRequest request, StompVersion version, LoginResult result) {
        if (result instanceof LoginResult.LoggedIn in) {
            resumeInput(request, version, in.session());
        } else if (result instanceof LoginResult.Refused refused) {
            request.webSocketConnection().refuse(refused.refusal());
        }
    }

    private static void resumeInput(StompRequest request, StompVersion version, Session session) {
        try {
            request.inboundDecoder()
                    .resume(version, () -> request.webSocketConnection().attach(session));
        } catch (MalformedFrameException e) {
            request.webSocketConnection().fail(e);
        }
    }

    private void subscribe(StompRequest request) {
        WebSocketConnection connection = request.webSocketConnection();
        Destination destination = request.destination();
        String id = FrameValidator.idOf(
                request.frame().headers(), connection.serverFrames().version());
        if (destination == null || id == null) {
            return;
        } else if (destination instanceof Destination.InvalidRoom) {
            connection.refuse(connection.refused(Refusal.roomInvalid()), request.receipt(), null);
            return;
        }
        Optional<ReplayFrom> replayFrom = ReplayHeaders.parse(
                        request.frame().headers(), server.limits().replay())
                .replayFrom();
        if (replayFrom.isEmpty()) {
            connection.refuse(connection.refused(ReplayHeaders.invalidHeaders()), request.receipt(), null);
            return;
        }
        var subscription = connection.webSocketSubscriptions().add(id, destination);
        if (subscription == null) {
            connection.fail(
                    "You already have a subscription with this id or to this destination. UNSUBSCRIBE first.",
                    request.receipt());
        } else if (destination instanceof Destination.RoomTopic roomTopic) {
            connection.await(
                    request.session().join(roomTopic.room(), replayFrom.get()),
                    joinResult -> onJoinResult(request, subscription, roomTopic.room(), joinResult));
        } else {
            connection.sendReceipt(request.receipt());
            if (destination == Destination.Fixed.ROOMS) {
                roomList.send(connection);
            }
        }
    }

    private void onJoinResult(
            StompRequest request,
            WebSocketSubscriptions.Subscription subscription,
            RoomName room,
            JoinResult joinResult) {
        WebSocketConnection connection = request.webSocketConnection();
        if (joinResult instanceof Membership membership) {
            connection.sendReceipt(request.receipt());
            StompVersion version = connection.serverFrames().version();
            subscription.subscribe(
                    membership.cursor(),
                    encoderCache.encoderFor(version, subscription.id(), room),
                    connection.outboundQueue());
        } else if (joinResult instanceof Refusal refusal) {
            connection.webSocketSubscriptions().remove(subscription.id(), connection.outboundQueue());
            connection.refuse(refusal, request.receipt(), null);
        }
    }

    private void unsubscribe(StompRequest request) {
        WebSocketConnection connection = request.webSocketConnection();
        String id = FrameValidator.idOf(
                request.frame().headers(), connection.serverFrames().version());
        if (id != null) {
            var subscription = connection.webSocketSubscriptions().remove(id, connection.outboundQueue());
            if (subscription != null && subscription.destination() instanceof Destination.RoomTopic roomTopic) {
                request.session().leave(roomTopic.room());
            }
        }
        connection.sendReceipt(request.receipt());
    }
}
