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
 * The broker, in place of Spring's simple one: lets people in, and gives whoever subscribes to a room a cursor there.
 * Nothing is copied per subscriber and nothing queued; what a room says is taken from the cursor when the session can be
 * written. Runs on the thread that read the frame and never waits.
 */
final class FanOut extends AbstractBrokerMessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    private final ChatServer chatServer;
    private final Porter porter;
    private final RoomList roomList;
    private final EncoderCache encoderCache = new EncoderCache();

    FanOut(
            SubscribableChannel in,
            MessageChannel out,
            SubscribableChannel broker,
            ChatServer chatServer,
            Porter porter,
            RoomList roomList) {
        super(in, out, broker, List.of("/topic/", "/user/queue/"));
        this.chatServer = chatServer;
        this.porter = porter;
        this.roomList = roomList;
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        Request request = Request.in(message);
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        if (request == null || type == null) {
            return;
        }
        switch (type) {
            case CONNECT -> connect(request);
            case SUBSCRIBE -> subscribe(request);
            case UNSUBSCRIBE -> unsubscribe(request);
            case DISCONNECT -> {
                request.connection().done(request.receipt());
                request.connection().quit();
            }
            default -> {
                // SEND is the controller's.
            }
        }
    }

    private void connect(Request request) {
        Connection connection = request.connection();
        ConnectRequest connectRequest;
        try {
            connectRequest = ConnectRequest.parse(request.frame());
        } catch (MalformedFrameException malformed) {
            connection.fail(malformed);
            return;
        }
        connection.greeted(connectRequest);
        request.intake().hold();
        porter.ask(connection, connectRequest.passcode(), () -> enter(request, connectRequest));
    }

    private void enter(Request request, ConnectRequest connectRequest) {
        Connection connection = request.connection();
        var loginRequest =
                LoginRequest.resumable(connectRequest.name(), connection.clientInfo(), connectRequest.token());
        chatServer
                .login(loginRequest, connection)
                .thenAccept(loginResult -> entered(request, connectRequest.version(), loginResult))
                .exceptionally(broken -> {
                    LOG.error("Somebody could not be let in.", broken);
                    connection.disconnect(DisconnectReason.storageFailed());
                    return null;
                });
    }

    private static void entered(Request request, StompVersion version, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.LoggedIn in) {
            goOn(request, version, in.session());
        } else if (loginResult instanceof LoginResult.Refused refused) {
            request.connection().turnAway(refused.refusal());
        }
    }

    private static void goOn(Request request, StompVersion version, Session session) {
        try {
            request.intake().goOn(version, () -> request.connection().admit(session));
        } catch (MalformedFrameException malformed) {
            request.connection().fail(malformed);
        }
    }

    private void subscribe(Request request) {
        Connection connection = request.connection();
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
                        request.frame().headers(), chatServer.limits().replay())
                .replayFrom();
        if (replayFrom.isEmpty()) {
            connection.refuse(connection.refused(ReplayHeaders.unreadable()), request.receipt(), null);
            return;
        }
        var subscription = connection.subscriptions().add(id, destination);
        if (subscription == null) {
            connection.fail("You have a subscription of that id, or to that destination. UNSUBSCRIBE first.", null);
        } else if (destination instanceof Destination.RoomTopic roomTopic) {
            request.session()
                    .join(roomTopic.room(), replayFrom.get())
                    .thenAccept(joinResult -> seated(request, subscription, roomTopic.room(), joinResult));
        } else {
            connection.done(request.receipt());
            if (destination == Destination.Fixed.ROOMS) {
                roomList.show(connection);
            }
        }
    }

    private void seated(
            Request request, Subscriptions.Subscription subscription, RoomName room, JoinResult joinResult) {
        Connection connection = request.connection();
        if (joinResult instanceof Membership membership) {
            connection.done(request.receipt());
            StompVersion version = connection.serverFrames().version();
            subscription.hear(
                    membership.cursor(),
                    encoderCache.encoderFor(version, subscription.id(), room),
                    connection.outboundQueue());
        } else if (joinResult instanceof Refusal refusal) {
            connection.subscriptions().remove(subscription.id(), connection.outboundQueue());
            connection.refuse(refusal, request.receipt(), null);
        }
    }

    private void unsubscribe(Request request) {
        Connection connection = request.connection();
        String id = FrameValidator.idOf(
                request.frame().headers(), connection.serverFrames().version());
        if (id != null) {
            var subscription = connection.subscriptions().remove(id, connection.outboundQueue());
            if (subscription != null && subscription.destination() instanceof Destination.RoomTopic roomTopic) {
                request.session().leave(roomTopic.room());
            }
        }
        connection.done(request.receipt());
    }
}
