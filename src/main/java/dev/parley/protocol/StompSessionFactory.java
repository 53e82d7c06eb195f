package dev.parley.protocol;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;

/** Opens the sessions of one transport, which share encoded room events and the room list. Thread-safe. */
public final class StompSessionFactory {

    private final ChatServer server;
    private final ConnectHandler connectHandler;
    private final SubscriptionHandler subscriptionHandler;
    private final SendHandler sendHandler;
    private final RoomListBroadcaster roomList;

    /**
     * Creates a factory.
     *
     * @param commands the commands of the destination {@code /app/commands}
     * @param throttle checks the passcode of CONNECT
     */
    public StompSessionFactory(ChatServer server, CommandRegistry<CommandSender> commands, LoginThrottle throttle) {
        this.server = server;
        this.roomList = new RoomListBroadcaster(server);
        this.connectHandler = new ConnectHandler(server.roomAccess().invites(), throttle);
        this.subscriptionHandler = new SubscriptionHandler(
                roomList, server.limits().replay(), new EncoderCache(server.operators()::isByOperator));
        this.sendHandler = new SendHandler(commands);
    }

    /** Opens a session, which accepts CONNECT first. */
    public StompSession open(FrameSink sink) {
        return new StompSession(this, sink);
    }

    ChatServer chatServer() {
        return server;
    }

    ConnectHandler connectHandler() {
        return connectHandler;
    }

    SubscriptionHandler subscriptionHandler() {
        return subscriptionHandler;
    }

    SendHandler sendHandler() {
        return sendHandler;
    }

    RoomListBroadcaster roomListBroadcaster() {
        return roomList;
    }
}
