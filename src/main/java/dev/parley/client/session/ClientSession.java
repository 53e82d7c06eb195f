package dev.parley.client.session;

import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's stay at one server: outlives connections. Whoever comes back with {@link #connect} has the name, is in the
 * rooms, hears what was missed and sends what is not confirmed, each once. Confined to the thread of the turns.
 */
public final class ClientSession {

    private static final Duration GOODBYE_WITHIN = Duration.ofSeconds(2);

    private final ClientEventLoop clientEventLoop;
    private final SessionListener sessionListener;
    private final SendQueue sendQueue;
    private final Map<String, RoomState> roomStates = new LinkedHashMap<>();
    private final Map<String, PendingRequest> pendingRequest = new HashMap<>();
    private final String series =
            Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
    private final ServerAddress serverAddress;
    private final String passcode;
    private final CompletionWords words = new CompletionWords();
    private String name;
    private String token = "";
    private long references;
    private State state = State.OUT;
    private @Nullable StompConnection stompConnection;
    private @Nullable ClientDisconnect farewell;
    private @Nullable Runnable afterGoodbye;

    /** How far one is in. */
    public enum State {
        /** No connection, and none being made. */
        OUT,
        /** On the way in. */
        COMING,
        /** Let in. */
        IN
    }

    /**
     * @param serverAddress where
     * @param login as whom
     * @param sessionListener hears what happens, on the turns
     */
    public ClientSession(
            ServerAddress serverAddress,
            Login login,
            ClientEventLoop clientEventLoop,
            SessionListener sessionListener) {
        this.serverAddress = serverAddress;
        this.name = login.name();
        this.passcode = login.passcode();
        this.clientEventLoop = clientEventLoop;
        this.sessionListener = sessionListener;
        this.sendQueue = new SendQueue(this::post, clientEventLoop, this::probe);
    }

    /** Which server it is. */
    public ServerAddress serverAddress() {
        return serverAddress;
    }

    /** Under which name; before one is let in, the one wished for. */
    public String name() {
        return name;
    }

    /** Wishes for another name the next time one comes in. */
    public void setNickname(String other) {
        name = other;
    }

    public State state() {
        return state;
    }

    /** The rooms one is in or wants to be in, in the order they were entered. */
    public List<RoomState> roomStates() {
        return List.copyOf(roomStates.values());
    }

    /** What is known of a room one is in. */
    public Optional<RoomState> roomState(String room) {
        return Optional.ofNullable(roomStates.get(room));
    }

    /** What is not confirmed yet, in order. */
    public List<PendingMessage> waiting() {
        return sendQueue.waiting();
    }

    /** The commands and rooms the server told of. */
    public CompletionWords words() {
        return words;
    }

    /** Comes in, or comes back. */
    public void connect() {
        if (stompConnection != null) {
            stompConnection.close();
            onLost();
        }
        farewell = null;
        state = State.COMING;
        stompConnection = StompConnection.open(serverAddress, clientEventLoop, new ConnectionEvents());
    }

    /**
     * Enters a room, or will when one is in.
     *
     * @param subscribeFrom from where; what one was in already, one comes back to
     */
    public void join(String room, SubscribeFrom subscribeFrom) {
        if (!roomStates.containsKey(room)) {
            roomStates.put(room, new RoomState(room, subscribeFrom));
            if (state == State.IN) {
                subscribe(room);
            }
        }
    }

    /** Leaves a room; returns what was not yet confirmed there and will not be sent. */
    public List<PendingMessage> leave(String room) {
        RoomState roomState = roomStates.remove(room);
        if (roomState != null && state == State.IN) {
            send(ClientFrames.leave(room));
        }
        sendQueue.close(room);
        List<PendingMessage> given = sendQueue.discard(room);
        sessionListener.onPendingChanged();
        return given;
    }

    /** Says something in a room, now or when one is in again. */
    public PendingMessage publish(String room, String text, boolean action) {
        PendingMessage pendingMessage = new PendingMessage(reference(), room, text, action);
        sendQueue.add(pendingMessage);
        sessionListener.onPendingChanged();
        return pendingMessage;
    }

    /** Has a word with one person; only while one is in. */
    public void direct(String to, String text) {
        send(ClientFrames.direct(to, text, ask(PendingRequest.Purpose.DIRECT, to)));
    }

    /** Gives a command to the server; only while one is in. */
    public void command(String line, String room) {
        command(line, room, PendingRequest.Purpose.COMMAND);
    }

    private void command(String line, String room, PendingRequest.Purpose purpose) {
        send(ClientFrames.command(line, room, ask(purpose, room)));
    }

    /**
     * Goes, and frees the name at once.
     *
     * @param then when the server knows, or was given time enough
     */
    public void quit(Runnable then) {
        StompConnection here = stompConnection;
        if (here == null || state != State.IN) {
            forget();
            then.run();
            return;
        }
        state = State.OUT;
        afterGoodbye = then;
        here.send(ClientFrames.disconnect());
        clientEventLoop.schedule(GOODBYE_WITHIN, this::onDisconnectReceipt);
    }

    private void onDisconnectReceipt() {
        Runnable then = afterGoodbye;
        afterGoodbye = null;
        if (then != null) {
            forget();
            then.run();
        }
    }

    /** Lets go of the connection without a word. */
    public void forget() {
        if (stompConnection != null) {
            stompConnection.close();
        }
        onLost();
        state = State.OUT;
    }

    private void onLost() {
        stompConnection = null;
        pendingRequest.clear();
        sendQueue.closeAll();
    }

    private void probe() {
        if (stompConnection != null) {
            stompConnection.probe();
        }
    }

    private final class ConnectionEvents implements StompConnection.Listener {

        @Override
        public void opened(StompConnection here) {
            here.send(ClientFrames.connect(serverAddress, name, passcode, token));
        }

        @Override
        public void received(StompConnection here, Frame frame) {
            try {
                switch (frame.stompCommand()) {
                    case CONNECTED -> connected(frame.headers());
                    case RECEIPT -> receipt(frame.headers());
                    case MESSAGE ->
                        message(frame.headers(), JsonObject.read(frame.body().text()));
                    case ERROR -> error(frame);
                    default -> {}
                }
            } catch (MalformedFrameException e) {
                here.close();
                closed(here, new ClientDisconnect.ProtocolError(e.sentence()));
            }
        }

        @Override
        public void closed(StompConnection here, ClientDisconnect how) {
            boolean wasComing = state == State.COMING;
            onLost();
            if (afterGoodbye != null) {
                onDisconnectReceipt();
                return;
            }
            state = State.OUT;
            if (farewell != null) {
                sessionListener.onDisconnected(farewell);
            } else if (wasComing && how instanceof ClientDisconnect.Lost) {
                sessionListener.onDisconnected(new ClientDisconnect.Unreachable(
                        "The server at " + serverAddress + " closed the connection before it let anybody in."));
            } else {
                sessionListener.onDisconnected(how);
            }
        }
    }

    private void connected(Headers headers) {
        state = State.IN;
        String called = headers.get("user-name");
        name = called == null ? name : called;
        String resume = headers.get("resume");
        token = resume == null ? token : resume;
        send(ClientFrames.subscribe("/user/queue/refusals", "refusals"));
        send(ClientFrames.subscribe("/user/queue/answers", "answers"));
        send(ClientFrames.subscribe("/user/queue/direct", "direct"));
        send(ClientFrames.subscribe("/topic/rooms", "rooms"));
        sessionListener.onConnected();
        roomStates.keySet().forEach(this::subscribe);
        command("/help", "", PendingRequest.Purpose.HELP);
    }

    private void subscribe(String room) {
        RoomState roomState = roomStates.get(room);
        if (roomState != null) {
            send(ClientFrames.enter(roomState, ask(PendingRequest.Purpose.ENTERING, room)));
        }
    }

    private void receipt(Headers headers) throws MalformedFrameException {
        String id = headers.get(Headers.RECEIPT_ID);
        if (ClientFrames.GOODBYE.equals(id)) {
            onDisconnectReceipt();
        } else if (id != null && pendingRequest.remove(id) == null) {
            confirmed(id);
        }
    }

    private void confirmed(String reference) {
        sendQueue.stored(reference).ifPresent(pendingMessage -> {
            sessionListener.onStored(pendingMessage);
            sessionListener.onPendingChanged();
        });
    }

    private void message(Headers headers, JsonObject body) {
        String destination = headers.get(Headers.DESTINATION);
        switch (destination == null ? "" : destination) {
            case "/user/queue/refusals" -> refused(body);
            case "/user/queue/answers" -> answered(body);
            case "/user/queue/direct" ->
                ClientEvent.read(body, false)
                        .ifPresent(clientEvent ->
                                sessionListener.onEvent(new ReceivedEvent("", clientEvent, false, body)));
            case "/topic/rooms" -> words.rooms(body);
            default -> {
                String room = destination == null ? "" : destination.substring(destination.lastIndexOf('/') + 1);
                RoomState roomState = roomStates.get(room);
                if (roomState != null) {
                    onRoomEvent(roomState, body);
                }
            }
        }
    }

    private void onRoomEvent(RoomState roomState, JsonObject body) {
        String reference = body.text("reference");
        boolean own = roomState.isOwn(reference) || sendQueue.knows(reference);
        RoomState.Update update = roomState.apply(body);
        if (update == RoomState.Update.KNOWN) {
            return;
        }
        if (body.text("type").equals("renamed") && body.text("from").equals(name)) {
            name = body.text("to");
        }
        ClientEvent.read(body, own)
                .ifPresent(clientEvent -> sessionListener.onEvent(
                        new ReceivedEvent(roomState.room(), clientEvent, update == RoomState.Update.REPLAYED, body)));
        if (own) {
            confirmed(reference);
        }
        if (update == RoomState.Update.ENTERED) {
            sendQueue.open(roomState.room());
        }
    }

    private void refused(JsonObject body) {
        String receipt = body.text("receipt");
        PendingRequest request = pendingRequest.remove(receipt);
        String sentence = body.text("sentence");
        if (request == null) {
            String reference = body.text("reference").isEmpty() ? receipt : body.text("reference");
            Duration wait = Duration.ofMillis(body.number("retryAfterMs"));
            sendQueue.refused(reference, body.text("code"), wait).ifPresent(pendingMessage -> {
                sessionListener.onRefused(pendingMessage, sentence);
                sessionListener.onPendingChanged();
            });
        } else if (request.purpose() == PendingRequest.Purpose.ENTERING) {
            List<PendingMessage> unsent = leave(request.room());
            sessionListener.onRoomRefused(request.room(), sentence);
            unsent.forEach(pendingMessage -> sessionListener.onRefused(pendingMessage, sentence));
        } else {
            sessionListener.onReply(List.of(sentence));
        }
    }

    private void answered(JsonObject body) {
        PendingRequest request = pendingRequest.remove(body.text("receipt"));
        List<String> lines = body.texts("lines");
        if (request != null && request.purpose() == PendingRequest.Purpose.HELP) {
            words.commands(lines);
        } else {
            sessionListener.onReply(lines);
        }
    }

    private void error(Frame frame) throws MalformedFrameException {
        String message = frame.headers().get(Headers.MESSAGE);
        JsonObject body = frame.body().isEmpty()
                ? new JsonObject(Map.of())
                : JsonObject.read(frame.body().text());
        String code = body.text("code").isEmpty() && message != null ? message : body.text("code");
        String sentence = body.text("sentence").isEmpty() ? "The server says: " + code : body.text("sentence");
        farewell = state == State.IN
                ? new ClientDisconnect.ClosedByServer(code, sentence)
                : new ClientDisconnect.Refused(code, sentence, body.texts("suggestions"));
    }

    private void post(PendingMessage pendingMessage) {
        roomState(pendingMessage.room()).ifPresent(roomState -> roomState.sent(pendingMessage.reference()));
        send(ClientFrames.post(pendingMessage));
    }

    private String ask(PendingRequest.Purpose purpose, String room) {
        String receipt = reference();
        pendingRequest.put(receipt, new PendingRequest(purpose, room));
        return receipt;
    }

    private String reference() {
        return series + "-" + references++;
    }

    private void send(Frame frame) {
        if (stompConnection != null) {
            stompConnection.send(frame);
        }
    }
}
