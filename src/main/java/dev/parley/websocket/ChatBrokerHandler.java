package dev.parley.websocket;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.protocol.ConnectRequest;
import dev.parley.protocol.Destination;
import dev.parley.protocol.EncoderCache;
import dev.parley.protocol.FrameValidator;
import dev.parley.protocol.ReplayHeaders;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompVersion;
import java.util.List;
import java.util.Optional;
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

    private final ChatServer chatServer;
    private final PasswordCheck passwordCheck;
    private final RoomListBroadcaster roomListBroadcaster;
    private final EncoderCache encoderCache = new EncoderCache();

    ChatBrokerHandler(
            SubscribableChannel in,
            MessageChannel out,
            SubscribableChannel broker,
            ChatServer chatServer,
            PasswordCheck passwordCheck,
            RoomListBroadcaster roomListBroadcaster) {
        super(in, out, broker, List.of("/topic/", "/user/queue/"));
        this.chatServer = chatServer;
        this.passwordCheck = passwordCheck;
        this.roomListBroadcaster = roomListBroadcaster;
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        StompRequest stompRequest = StompRequest.of(message);
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        if (stompRequest == null || type == null) {
            return;
        }
        switch (type) {
            case CONNECT -> connect(stompRequest);
            case SUBSCRIBE -> subscribe(stompRequest);
            case UNSUBSCRIBE -> unsubscribe(stompRequest);
            case DISCONNECT -> stompRequest.webSocketConnection().quit(stompRequest.receipt());
            default -> {
                // The controller handles SEND.
            }
        }
    }

    private void connect(StompRequest stompRequest) {
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        ConnectRequest connectRequest;
        try {
            connectRequest = ConnectRequest.parse(stompRequest.frame());
        } catch (MalformedFrameException e) {
            webSocketConnection.fail(e);
            return;
        }
        webSocketConnection.onConnect(connectRequest);
        stompRequest.inboundDecoder().hold();
        passwordCheck.check(webSocketConnection, connectRequest.passcode(), () -> login(stompRequest, connectRequest));
    }

    private void login(StompRequest stompRequest, ConnectRequest connectRequest) {
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        var loginRequest =
                LoginRequest.resumable(connectRequest.name(), webSocketConnection.clientInfo(), connectRequest.token());
        chatServer
                .login(loginRequest, webSocketConnection)
                .thenAccept(loginResult -> onLoginResult(stompRequest, connectRequest.version(), loginResult))
                .exceptionally(broken -> {
                    LOG.error("A login failed.", broken);
                    webSocketConnection.disconnect(DisconnectReason.storageFailed());
                    return null;
                });
    }

    private static void onLoginResult(StompRequest stompRequest, StompVersion version, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.LoggedIn in) {
            goOn(stompRequest, version, in.session());
        } else if (loginResult instanceof LoginResult.Refused refused) {
            stompRequest.webSocketConnection().refuse(refused.refusal());
        }
    }

    private static void goOn(StompRequest stompRequest, StompVersion version, Session session) {
        try {
            stompRequest
                    .inboundDecoder()
                    .resume(version, () -> stompRequest.webSocketConnection().attach(session));
        } catch (MalformedFrameException e) {
            stompRequest.webSocketConnection().fail(e);
        }
    }

    private void subscribe(StompRequest stompRequest) {
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        Destination destination = stompRequest.destination();
        String id = FrameValidator.idOf(
                stompRequest.frame().headers(),
                webSocketConnection.serverFrames().version());
        if (destination == null || id == null) {
            return;
        } else if (destination instanceof Destination.InvalidRoom) {
            webSocketConnection.refuse(
                    webSocketConnection.refused(Refusal.roomInvalid()), stompRequest.receipt(), null);
            return;
        }
        Optional<ReplayFrom> replayFrom = ReplayHeaders.parse(
                        stompRequest.frame().headers(), chatServer.limits().replay())
                .replayFrom();
        if (replayFrom.isEmpty()) {
            webSocketConnection.refuse(
                    webSocketConnection.refused(ReplayHeaders.invalidHeaders()), stompRequest.receipt(), null);
            return;
        }
        var subscription = webSocketConnection.webSocketSubscriptions().add(id, destination);
        if (subscription == null) {
            webSocketConnection.fail(
                    "You already have a subscription with this id or to this destination. UNSUBSCRIBE first.",
                    stompRequest.receipt());
        } else if (destination instanceof Destination.RoomTopic roomTopic) {
            webSocketConnection.await(
                    stompRequest.session().join(roomTopic.room(), replayFrom.get()),
                    joinResult -> onJoinResult(stompRequest, subscription, roomTopic.room(), joinResult));
        } else {
            webSocketConnection.sendReceipt(stompRequest.receipt());
            if (destination == Destination.Fixed.ROOMS) {
                roomListBroadcaster.send(webSocketConnection);
            }
        }
    }

    private void onJoinResult(
            StompRequest stompRequest,
            WebSocketSubscriptions.Subscription subscription,
            RoomName room,
            JoinResult joinResult) {
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        if (joinResult instanceof Membership membership) {
            webSocketConnection.sendReceipt(stompRequest.receipt());
            StompVersion version = webSocketConnection.serverFrames().version();
            subscription.subscribe(
                    membership.cursor(),
                    encoderCache.encoderFor(version, subscription.id(), room),
                    webSocketConnection.outboundQueue());
        } else if (joinResult instanceof Refusal refusal) {
            webSocketConnection.webSocketSubscriptions().remove(subscription.id(), webSocketConnection.outboundQueue());
            webSocketConnection.refuse(refusal, stompRequest.receipt(), null);
        }
    }

    private void unsubscribe(StompRequest stompRequest) {
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        String id = FrameValidator.idOf(
                stompRequest.frame().headers(),
                webSocketConnection.serverFrames().version());
        if (id != null) {
            var subscription =
                    webSocketConnection.webSocketSubscriptions().remove(id, webSocketConnection.outboundQueue());
            if (subscription != null && subscription.destination() instanceof Destination.RoomTopic roomTopic) {
                stompRequest.session().leave(roomTopic.room());
            }
        }
        webSocketConnection.sendReceipt(stompRequest.receipt());
    }
}
