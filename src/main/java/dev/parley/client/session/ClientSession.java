package dev.parley.client.session;

import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session with one server, which outlives connections. After {@link #connect} it has its nickname and rooms again,
 * receives the missed messages, and sends the unacknowledged ones again, with the same references. {@link InboundMessages}
 * processes what it receives. Confined to the event loop.
 */
public final class ClientSession {

    private static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final ClientEventLoop loop;
    private final SessionListener listener;
    private final SendQueue sendQueue;
    private final Map<String, RoomState> roomStates = new LinkedHashMap<>();
    private final ClientRequests pendingRequests = new ClientRequests();
    private final ServerAddress address;
    private final String passcode;
    private final CompletionWords words = new CompletionWords();
    private final InboundMessages inboundMessages;
    private String name;
    private String token = "";
    private String absence = "";
    private int logins;
    private State state = State.DISCONNECTED;
    private @Nullable StompConnection connection;
    private @Nullable ClientDisconnect serverReason;
    private @Nullable Runnable afterDisconnect;

    /** The state of the connection. */
    public enum State {
        /** Not connected. */
        DISCONNECTED,
        /** Connecting. */
        CONNECTING,
        /** Logged in. */
        LOGGED_IN
    }

    /**
     * @param address the server
     * @param login the login
     * @param listener receives the events, on the event loop
     */
    public ClientSession(ServerAddress address, Login login, ClientEventLoop loop, SessionListener listener) {
        this.address = address;
        this.name = login.name();
        this.passcode = login.passcode();
        this.loop = loop;
        this.listener = listener;
        this.sendQueue = new SendQueue(this::sendMessage, loop, this::onUnanswered);
        this.inboundMessages = new InboundMessages(this, sendQueue, pendingRequests, listener);
    }

    /** Returns the server. */
    public ServerAddress serverAddress() {
        return address;
    }

    /** Returns the nickname; before login, the requested one. */
    public String name() {
        return name;
    }

    /** Sets the nickname for the next login. */
    public void setNickname(String nickname) {
        name = nickname;
    }

    /** Returns the text that others see while the user is absent; empty otherwise. */
    public String absence() {
        return absence;
    }

    void setAbsence(String text) {
        absence = text;
    }

    public State state() {
        return state;
    }

    /** Returns how many logins have succeeded. */
    public int logins() {
        return logins;
    }

    /** Returns the joined rooms, in order of joining. */
    public List<RoomState> roomStates() {
        return List.copyOf(roomStates.values());
    }

    /** Returns the state of a joined room. */
    public Optional<RoomState> roomState(String room) {
        return Optional.ofNullable(roomStates.get(room));
    }

    /** Returns the pending messages, in order. */
    public List<PendingMessage> pendingMessages() {
        return sendQueue.pendingMessages();
    }

    /** Returns the commands and rooms of the server. */
    public CompletionWords words() {
        return words;
    }

    /** Connects, or reconnects. */
    public void connect() {
        abort();
        serverReason = null;
        state = State.CONNECTING;
        connection = StompConnection.open(address, loop, new ConnectionEvents());
    }

    /**
     * Joins a room, now or after login.
     *
     * @param subscribeFrom the start of the replay; a room that was joined before continues
     */
    public void join(String room, SubscribeFrom subscribeFrom) {
        if (!roomStates.containsKey(room)) {
            roomStates.put(room, new RoomState(room, subscribeFrom));
            if (state == State.LOGGED_IN) {
                subscribe(room);
            }
        }
    }

    /** Leaves a room; returns its pending messages, which are dropped. */
    public List<PendingMessage> leave(String room) {
        RoomState roomState = roomStates.remove(room);
        if (roomState != null && state == State.LOGGED_IN) {
            send(ClientFrames.unsubscribe(room));
        }
        sendQueue.close(room);
        List<PendingMessage> dropped = sendQueue.discard(room);
        listener.onPendingChanged();
        return dropped;
    }

    /** Publishes a message, now or after a reconnect. */
    public PendingMessage publish(String room, String text, boolean action) {
        return add(new PendingMessage(pendingRequests.nextId(), room, text, action));
    }

    /** Sends a direct message, now or after a reconnect. */
    public void direct(String to, String text) {
        add(PendingMessage.direct(pendingRequests.nextId(), to, text));
    }

    private PendingMessage add(PendingMessage pending) {
        sendQueue.add(pending);
        listener.onPendingChanged();
        return pending;
    }

    /** Sends a command; only while logged in. */
    public void command(String line, String room) {
        command(line, room, PendingRequest.Purpose.COMMAND);
    }

    private void command(String line, String room, PendingRequest.Purpose purpose) {
        send(ClientFrames.command(line, room, pendingRequests.add(purpose, room)));
    }

    /**
     * Logs out, which frees the nickname at once.
     *
     * @param then runs when the server has confirmed, or after a time
     */
    public void quit(Runnable then) {
        StompConnection source = connection;
        if (source == null || state != State.LOGGED_IN) {
            abort();
            then.run();
            return;
        }
        state = State.DISCONNECTED;
        afterDisconnect = then;
        source.send(ClientFrames.disconnect());
        loop.schedule(DISCONNECT_TIMEOUT, this::onDisconnectReceipt);
    }

    private void onDisconnectReceipt() {
        Runnable then = afterDisconnect;
        afterDisconnect = null;
        if (then != null) {
            abort();
            then.run();
        }
    }

    /** Drops the connection without logging out. */
    public void abort() {
        if (connection != null) {
            connection.close();
        }
        onLost();
        state = State.DISCONNECTED;
    }

    private void onLost() {
        connection = null;
        pendingRequests.clear();
        sendQueue.closeAll();
    }

    private void onUnanswered() {
        if (connection != null) {
            connection.abortUnanswered();
        }
    }

    private final class ConnectionEvents implements StompConnection.Listener {

        @Override
        public void opened(StompConnection source) {
            source.send(ClientFrames.connect(address, name, passcode, token));
        }

        @Override
        public void received(StompConnection source, Frame frame) {
            try {
                switch (frame.stompCommand()) {
                    case CONNECTED -> connected(frame.headers());
                    case RECEIPT -> receipt(frame.headers().get(Headers.RECEIPT_ID));
                    case MESSAGE ->
                        inboundMessages.apply(
                                frame.headers().get(Headers.DESTINATION),
                                JsonObject.read(frame.body().text()));
                    case ERROR -> serverReason = ClientDisconnect.read(frame, state == State.LOGGED_IN);
                    default -> {}
                }
            } catch (MalformedFrameException e) {
                source.close();
                closed(source, new ClientDisconnect.ProtocolError(e.sentence()));
            }
        }

        @Override
        public void closed(StompConnection source, ClientDisconnect disconnect) {
            boolean wasConnecting = state == State.CONNECTING;
            onLost();
            if (afterDisconnect != null) {
                onDisconnectReceipt();
                return;
            }
            state = State.DISCONNECTED;
            if (serverReason != null) {
                listener.onDisconnected(serverReason);
            } else if (wasConnecting && disconnect instanceof ClientDisconnect.Lost) {
                listener.onDisconnected(new ClientDisconnect.Unreachable(
                        "The server at " + address + " closed the connection before the login."));
            } else {
                listener.onDisconnected(disconnect);
            }
        }
    }

    private void connected(Headers headers) {
        if (state != State.CONNECTING) {
            return; // sent twice
        }
        state = State.LOGGED_IN;
        logins++;
        name = Objects.requireNonNullElse(headers.get(ChatHeaders.USER_NAME), name);
        token = Objects.requireNonNullElse(headers.get(ChatHeaders.RESUME), token);
        ClientFrames.subscriptions(inboundMessages.directPosition()).forEach(this::send);
        listener.onConnected();
        sendQueue.open(PendingMessage.DIRECT);
        roomStates.keySet().forEach(this::subscribe);
        command("/help", "", PendingRequest.Purpose.HELP);
    }

    private void subscribe(String room) {
        roomState(room)
                .ifPresent(roomState -> send(
                        ClientFrames.subscribe(roomState, pendingRequests.add(PendingRequest.Purpose.JOIN, room))));
    }

    private void receipt(@Nullable String id) {
        if (ClientFrames.DISCONNECT_RECEIPT.equals(id)) {
            onDisconnectReceipt();
        } else if (id != null && pendingRequests.remove(id) == null) {
            inboundMessages.onStored(id);
        }
    }

    private void sendMessage(PendingMessage pending) {
        roomState(pending.room()).ifPresent(roomState -> roomState.sent(pending.reference()));
        send(ClientFrames.message(pending));
    }

    private void send(Frame frame) {
        if (connection != null) {
            connection.send(frame);
        }
    }
}
