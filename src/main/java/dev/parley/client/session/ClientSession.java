package dev.parley.client.session;

import dev.parley.protocol.api.ChatHeaders;
import dev.parley.protocol.api.Destinations;
import dev.parley.protocol.api.EventTypes;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.text.Position;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session with one server, which outlives connections. After {@link #connect} it has its nickname and rooms again,
 * receives the missed messages, and sends the unacknowledged ones again, with the same references. Confined to the event loop.
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
    private String name;
    private String token = "";
    private int logins;
    private State state = State.DISCONNECTED;
    private @Nullable StompConnection connection;
    private @Nullable ClientDisconnect serverReason;
    private @Nullable Runnable afterDisconnect;
    private @Nullable Position directPosition; // of the last direct message

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
                    case RECEIPT -> receipt(frame.headers());
                    case MESSAGE ->
                        message(frame.headers(), JsonObject.read(frame.body().text()));
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
        ClientFrames.subscriptions(directPosition).forEach(this::send);
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

    private void receipt(Headers headers) throws MalformedFrameException {
        String id = headers.get(Headers.RECEIPT_ID);
        if (ClientFrames.DISCONNECT_RECEIPT.equals(id)) {
            onDisconnectReceipt();
        } else if (id != null && pendingRequests.remove(id) == null) {
            onStored(id);
        }
    }

    private void onStored(String reference) {
        sendQueue.stored(reference).ifPresent(pending -> {
            listener.onStored(pending);
            listener.onPendingChanged();
        });
    }

    private void message(Headers headers, JsonObject body) {
        String destination = headers.get(Headers.DESTINATION);
        switch (destination == null ? "" : destination) {
            case Destinations.REFUSALS -> refused(body);
            case Destinations.ANSWERS -> answered(body);
            case Destinations.DIRECT -> onDirectMessage(body);
            case Destinations.ROOMS -> words.rooms(body);
            default -> {
                String room = destination == null ? "" : destination.substring(destination.lastIndexOf('/') + 1);
                roomState(room).ifPresent(roomState -> onRoomEvent(roomState, body));
            }
        }
    }

    private void onDirectMessage(JsonObject body) {
        Position current = Position.parseWithAnyEpoch(body.text("position")).orElse(null);
        if (current == null || directPosition == null || current.isAfter(directPosition)) {
            directPosition = current;
            publish("", body, false, false);
        }
    }

    private void publish(String room, JsonObject body, boolean own, boolean replayed) {
        ClientEvent.read(body, own)
                .ifPresent(event -> listener.onEvent(new ReceivedEvent(room, event, replayed, body)));
    }

    private void onRoomEvent(RoomState roomState, JsonObject body) {
        if (body.text("type").equals(EventTypes.REMOVED)) {
            onRoomEnded(roomState.room(), "The operator removed the room " + roomState.room() + ".");
            return;
        }
        String reference = body.text("reference");
        boolean own = roomState.isOwn(reference) || sendQueue.contains(reference);
        RoomState.Update update = roomState.apply(body);
        if (update == RoomState.Update.DUPLICATE) {
            return;
        }
        if (body.text("type").equals(EventTypes.RENAMED) && body.text("from").equals(name)) {
            name = body.text("to");
        }
        publish(roomState.room(), body, own, update == RoomState.Update.REPLAYED);
        if (own) {
            onStored(reference);
        }
        if (update == RoomState.Update.JOINED) {
            sendQueue.open(roomState.room());
        }
    }

    private void refused(JsonObject body) {
        String receipt = body.text("receipt");
        PendingRequest request = pendingRequests.remove(receipt);
        String sentence = body.text("sentence");
        if (request == null) {
            String reference = body.text("reference").isEmpty() ? receipt : body.text("reference");
            Duration wait = Duration.ofMillis(body.number("retryAfterMs"));
            sendQueue.refused(reference, body.text("code"), wait).ifPresent(pending -> {
                listener.onRefused(pending, sentence);
                listener.onPendingChanged();
            });
        } else if (request.purpose() == PendingRequest.Purpose.JOIN) {
            onRoomEnded(request.room(), sentence);
        } else {
            listener.onReply(List.of(sentence));
        }
    }

    private void onRoomEnded(String room, String sentence) {
        List<PendingMessage> unsent = leave(room);
        listener.onRoomEnded(room, sentence);
        unsent.forEach(pendingMessage -> listener.onRefused(pendingMessage, sentence));
    }

    private void answered(JsonObject body) {
        PendingRequest request = pendingRequests.remove(body.text("receipt"));
        List<String> lines = body.texts("lines");
        if (request != null && request.purpose() == PendingRequest.Purpose.HELP) {
            words.commands(lines);
        } else {
            listener.onReply(lines);
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
