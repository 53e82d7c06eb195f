package dev.parley.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.WebSocketRoute;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Acts as the server for the page, on the thread of the test. It stores messages and delivers them to subscribers; a
 * test can let it refuse requests, ignore messages or close connections.
 */
final class ScriptedPageServer {

    /** A connection of a page with its subscriptions by destination. */
    private record Connection(WebSocketRoute socket, Map<String, String> subscriptions, StringBuilder name) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROOM = "/topic/rooms/";
    private static final String DIRECT = "/user/queue/direct";

    private final Map<String, List<Map<String, Object>>> rooms = new TreeMap<>();
    private final ScriptedDirectMessages directMessages = new ScriptedDirectMessages();
    private final ScriptedRoomList roomList = new ScriptedRoomList();
    private final List<Connection> connections = new ArrayList<>();
    private final List<PageFrame> frames = new ArrayList<>();
    private final Deque<Map<String, Object>> refusals = new ArrayDeque<>();
    private @Nullable Map<String, Object> joinRefusal;
    private final String epoch = "e1";
    private Instant time = Instant.parse("2026-11-20T14:02:00Z");
    private boolean silent;
    private boolean down;

    /** Handles all WebSocket connections of this browser. */
    ScriptedPageServer attachTo(BrowserContext context) {
        context.routeWebSocket("**/ws/websocket", this::onOpen);
        return this;
    }

    // Methods for tests

    /** Publishes a message in a room. */
    void publish(String room, String from, String text) {
        store(room, from, null, text, false, "browser");
    }

    void publishFromTerminal(String room, String from, String text) {
        store(room, from, null, text, false, "terminal");
    }

    /** Adds earlier messages of ada and grace. */
    void addHistory(String room, int count) {
        for (int i = 1; i <= count; i++) {
            publish(room, i % 7 < 4 ? "ada" : "grace", "message " + i);
        }
    }

    /** Stores a direct message and sends it to all users. */
    void sendDirect(String from, String to, String text) {
        broadcast(DIRECT, directMessages.store(null, from, to, text, time));
    }

    /** Sets the time of the server. */
    void setTime(Instant now) {
        time = now;
    }

    /** Sends an event to the subscribers of a room. */
    void sendEvent(String room, Map<String, Object> event) {
        broadcast(ROOM + room, event);
    }

    /** Sends a body to a queue of all users. */
    void sendToQueue(String queue, Map<String, Object> body) {
        broadcast("/user/queue/" + queue, body);
    }

    /** Returns the list of rooms, to be filled before a page subscribes. */
    ScriptedRoomList roomList() {
        return roomList;
    }

    /** Sends a room list to all users. */
    void sendRoomList(List<Map<String, Object>> all) {
        connections.forEach(connection -> sendMessage(connection, "/topic/rooms", all));
    }

    /** Refuses the next login. */
    void refuseNextLogin(Map<String, Object> refusal) {
        joinRefusal = refusal;
    }

    /** Refuses one of the next messages; several calls refuse as many. */
    void refuseNextMessage(Map<String, Object> refusal) {
        refusals.add(refusal);
    }

    /** Sets whether messages are ignored, neither stored nor answered. */
    void setSilent(boolean wanted) {
        silent = wanted;
    }

    /** Closes all connections and refuses new ones until {@link #restart}. */
    void stop() {
        down = true;
        closeConnections();
    }

    void restart() {
        down = false;
    }

    /** Closes all connections; clients may reconnect. */
    void closeConnections() {
        List<Connection> all = List.copyOf(connections);
        connections.clear();
        all.forEach(connection -> connection.socket().close());
    }

    /** Deletes the messages up to this number. */
    void deleteUntil(String room, int seq) {
        room(room).removeIf(said -> seqOf(said) <= seq);
    }

    /** Disconnects all users with this reason. */
    void disconnectAll(String code, String sentence) {
        for (Connection connection : connections) {
            send(connection, "ERROR", Map.of("message", code), Map.of("code", code, "sentence", sentence));
        }
        closeConnections();
    }

    /** Returns the received frames with this command, oldest first. */
    List<PageFrame> frames(String command) {
        return frames.stream().filter(frame -> frame.command().equals(command)).toList();
    }

    /** Returns the texts stored in a room, in order. */
    List<String> texts(String room) {
        return room(room).stream().map(said -> String.valueOf(said.get("text"))).toList();
    }

    /** Returns a page of history over HTTP, for {@link PageSite#respondWith}. */
    @Nullable
    String historyPage(URI address) {
        String[] path = address.getPath().split("/", -1);
        if (path.length != 4 || !path[1].equals("rooms")) {
            return null;
        }
        Map<String, String> query = new TreeMap<>();
        for (String pair : address.getQuery().split("&", -1)) {
            query.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
        }
        long before = Long.parseLong(query.get("before").split(":", -1)[1]);
        int limit = Integer.parseInt(query.get("limit"));
        List<Map<String, Object>> all =
                room(path[2]).stream().filter(said -> seqOf(said) < before).toList();
        List<Map<String, Object>> page = all.subList(Math.max(0, all.size() - limit), all.size());
        return json(Map.of("messages", page, "beginning", page.size() == all.size()));
    }

    // Reactions to frames

    private void onOpen(WebSocketRoute socket) {
        if (down) {
            socket.close();
            return;
        }
        Connection connection = new Connection(socket, new LinkedHashMap<>(), new StringBuilder());
        socket.onMessage(message -> {
            String text = message.text();
            if (text.length() > 1) {
                PageFrame frame = PageFrame.parse(text);
                frames.add(frame);
                onFrame(connection, frame);
            }
        });
    }

    private void onFrame(Connection connection, PageFrame frame) {
        switch (frame.command()) {
            case "CONNECT" -> onConnect(connection, frame);
            case "SUBSCRIBE" -> onSubscribe(connection, frame);
            case "UNSUBSCRIBE" -> {
                connection.subscriptions().values().remove(frame.headers().get("id"));
                sendReceiptIfRequested(connection, frame);
            }
            case "SEND" -> onSend(connection, frame);
            case "DISCONNECT" -> sendReceiptIfRequested(connection, frame);
            default -> throw new IllegalStateException("the page sent " + frame);
        }
    }

    private void onConnect(Connection connection, PageFrame frame) {
        if (joinRefusal != null) {
            send(connection, "ERROR", Map.of("message", String.valueOf(joinRefusal.get("code"))), joinRefusal);
            joinRefusal = null;
            connection.socket().close();
            return;
        }
        connection.name().append(frame.header("login"));
        connections.add(connection);
        String token = frame.headers().getOrDefault("resume", "token-of-" + frame.header("login"));
        send(
                connection,
                "CONNECTED",
                Map.of("version", "1.2", "heart-beat", "0,0", "user-name", frame.header("login"), "resume", token),
                null);
    }

    private void onSubscribe(Connection connection, PageFrame frame) {
        String destination = frame.header("destination");
        connection.subscriptions().put(destination, frame.header("id"));
        if (destination.equals("/topic/rooms")) {
            sendMessage(connection, destination, roomList.snapshot());
        } else if (destination.equals(DIRECT)) {
            directMessages.after(frame.header("after")).forEach(message -> sendMessage(connection, DIRECT, message));
        } else if (destination.startsWith(ROOM)) {
            sendWelcome(connection, destination.substring(ROOM.length()), frame);
        }
        sendReceiptIfRequested(connection, frame);
    }

    private void sendReceiptIfRequested(Connection connection, PageFrame frame) {
        if (frame.headers().containsKey("receipt")) {
            send(connection, "RECEIPT", Map.of("receipt-id", frame.header("receipt")), null);
        }
    }

    private void sendWelcome(Connection connection, String room, PageFrame frame) {
        List<Map<String, Object>> all = room(room);
        long head = all.isEmpty() ? 0 : seqOf(all.get(all.size() - 1));
        long first = all.isEmpty() ? 1 : seqOf(all.get(0));
        String[] after =
                frame.headers().containsKey("after") ? frame.header("after").split(":", -1) : null;
        boolean recovered = after == null || (after[0].equals(epoch) && Long.parseLong(after[1]) >= first - 1);
        long replay = frame.headers().containsKey("replay") ? Long.parseLong(frame.header("replay")) : 50;
        long from = after != null && recovered ? Long.parseLong(after[1]) : Math.max(first - 1, head - replay);
        Map<String, Object> welcome = new LinkedHashMap<>();
        welcome.put("type", "welcome");
        welcome.put("room", room);
        welcome.put("topic", room.equals("lobby") ? "Everyone starts here" : "");
        welcome.put("position", epoch + ":" + from);
        welcome.put("head", epoch + ":" + head);
        welcome.put("recovered", recovered);
        welcome.put("reason", recovered ? null : "no-longer-kept");
        welcome.put(
                "people",
                Map.of(
                        "count",
                        4,
                        "first",
                        List.of(
                                Map.of("name", connection.name().toString(), "via", "browser", "idle", 0),
                                Map.of("name", "grace", "via", "browser", "idle", 0),
                                Map.of("name", "ken", "via", "terminal", "idle", 400),
                                Map.of("name", "Server", "via", "operator", "idle", 0))));
        sendMessage(connection, ROOM + room, welcome);
        all.stream()
                .filter(said -> seqOf(said) > from)
                .toList()
                .forEach(said -> sendMessage(connection, ROOM + room, said));
    }

    private void onSend(Connection connection, PageFrame frame) {
        String destination = frame.header("destination");
        if (destination.endsWith("/typing") || destination.equals("/app/search") || silent) {
            return;
        }
        Map<?, ?> body = JSON.readValue(frame.body(), Map.class);
        Map<String, Object> refusal = refusals.poll();
        if (refusal != null) {
            Map<String, Object> response = new LinkedHashMap<>(refusal);
            response.put("receipt", frame.header("receipt"));
            response.put("reference", frame.header("reference"));
            sendMessage(connection, "/user/queue/refusals", response);
        } else if (destination.equals("/app/rooms")) {
            sendMessage(
                    connection,
                    "/user/queue/rooms",
                    roomList.find(frame.header("receipt"), String.valueOf(body.get("text"))));
        } else if (destination.equals("/app/commands")) {
            sendMessage(
                    connection,
                    "/user/queue/answers",
                    Map.of(
                            "receipt", frame.header("receipt"),
                            "command", "who",
                            "lines", List.of("4 in lobby:", "  ada (browser)")));
        } else if (destination.startsWith("/app/people/")) {
            onDirectMessage(connection, frame, String.valueOf(body.get("text")));
        } else {
            onMessage(connection, frame, body);
        }
    }

    private void onDirectMessage(Connection connection, PageFrame frame, String text) {
        String reference = frame.header("reference");
        Map<String, Object> message = directMessages.find(reference);
        if (message == null) {
            String to = frame.header("destination").substring("/app/people/".length());
            message = directMessages.store(reference, connection.name().toString(), to, text, time);
            broadcast(DIRECT, message);
        }
        sendMessageReceipt(connection, frame, String.valueOf(message.get("position")));
    }

    private void onMessage(Connection connection, PageFrame frame, Map<?, ?> body) {
        String room = frame.header("destination").substring("/app/rooms/".length());
        String reference = frame.header("reference");
        Map<String, Object> known = room(room).stream()
                .filter(said -> reference.equals(said.get("reference")))
                .findFirst()
                .orElse(null);
        Map<String, Object> said = known != null
                ? known
                : store(
                        room,
                        connection.name().toString(),
                        reference,
                        String.valueOf(body.get("text")),
                        Boolean.TRUE.equals(body.get("action")),
                        "browser");
        sendMessageReceipt(connection, frame, said.get("epoch") + ":" + seqOf(said));
    }

    private static void sendMessageReceipt(Connection connection, PageFrame frame, String position) {
        Map<String, String> headers = Map.of(
                "receipt-id", frame.header("receipt"),
                "reference", frame.header("reference"),
                "position", position.replace(":", "\\c"));
        send(connection, "RECEIPT", headers, null);
    }

    private Map<String, Object> store(
            String room, String from, @Nullable String reference, String text, boolean action, String via) {
        List<Map<String, Object>> all = room(room);
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("type", "said");
        said.put("seq", all.isEmpty() ? 1 : seqOf(all.get(all.size() - 1)) + 1);
        said.put("epoch", epoch);
        said.put("reference", reference);
        said.put("from", from);
        said.put("via", via);
        said.put("text", text);
        said.put("action", action);
        said.put("at", time.toString());
        all.add(said);
        broadcast(ROOM + room, said);
        return said;
    }

    private List<Map<String, Object>> room(String name) {
        return rooms.computeIfAbsent(name, unknown -> new ArrayList<>());
    }

    private static long seqOf(Map<String, Object> said) {
        return ((Number) said.get("seq")).longValue();
    }

    private void broadcast(String destination, Map<String, Object> body) {
        connections.forEach(connection -> sendMessage(connection, destination, body));
    }

    private static void sendMessage(Connection connection, String destination, Object body) {
        String subscription = connection.subscriptions().get(destination);
        if (subscription != null) {
            send(
                    connection,
                    "MESSAGE",
                    Map.of("subscription", subscription, "destination", destination, "message-id", "m"),
                    body);
        }
    }

    private static void send(
            Connection connection, String command, Map<String, String> headers, @Nullable Object body) {
        StringBuilder frame = new StringBuilder(command).append('\n');
        headers.forEach(
                (name, value) -> frame.append(name).append(':').append(value).append('\n'));
        frame.append('\n').append(body == null ? "" : json(body)).append('\0');
        connection.socket().send(frame.toString());
    }

    private static String json(Object body) {
        return JSON.writeValueAsString(body);
    }
}
