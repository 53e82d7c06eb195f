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
 * A server as the page sees it, on the test's own thread: it keeps what is said in rooms, tells it to who is in them, and
 * does whatever else the test asks of it: refuses, falls silent, goes away.
 */
final class ScriptedPageServer {

    /** A frame as it came from the page. */
    record Frame(String command, Map<String, String> headers, String body) {

        static Frame parse(String text) {
            String[] parts = text.substring(0, text.length() - 1).split("\n\n", 2);
            String[] lines = parts[0].split("\r?\n", -1);
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(":", 2);
                headers.putIfAbsent(header[0], header[1].replace("\\c", ":"));
            }
            return new Frame(lines[0], headers, parts.length > 1 ? parts[1] : "");
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** One page's connection: where it listens, by destination. */
    private record Listener(WebSocketRoute socket, Map<String, String> subscriptions, StringBuilder name) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROOM = "/topic/rooms/";

    private final Map<String, List<Map<String, Object>>> rooms = new TreeMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final Deque<Map<String, Object>> refusals = new ArrayDeque<>();
    private @Nullable Map<String, Object> joinRefusal;
    private String epoch = "e1";
    private Instant time = Instant.parse("2026-11-20T14:02:00Z");
    private boolean silent;
    private boolean down;

    /** Answers the WebSockets of everybody in this browser. */
    ScriptedPageServer in(BrowserContext context) {
        context.routeWebSocket("**/ws/websocket", this::opened);
        return this;
    }

    // What the test may ask of it

    /** Somebody says something; everybody in the room hears it. */
    void say(String room, String from, String text) {
        post(room, from, null, text, false, "browser");
    }

    void sayFromTerminal(String room, String from, String text) {
        post(room, from, null, text, false, "terminal");
    }

    /** So many messages that were there before, by ada and grace in turn. */
    void history(String room, int count) {
        for (int i = 1; i <= count; i++) {
            say(room, i % 7 < 4 ? "ada" : "grace", "message " + i);
        }
    }

    /** Time passes on the server. */
    void clock(Instant now) {
        time = now;
    }

    /** An event of a room's topic other than a message. */
    void tell(String room, Map<String, Object> event) {
        broadcast(ROOM + room, event);
    }

    /** Tells one queue of everybody. */
    void tellQueue(String queue, Map<String, Object> body) {
        broadcast("/user/queue/" + queue, body);
    }

    /** Tells everybody of these rooms. */
    void list(List<Map<String, Object>> all) {
        listeners.forEach(listener -> tell(listener, "/topic/rooms", all));
    }

    /** The next joining is refused so. */
    void refuseJoin(Map<String, Object> refusal) {
        joinRefusal = refusal;
    }

    /** The next messages are refused so, one each. */
    void refuseNext(Map<String, Object> refusal) {
        refusals.add(refusal);
    }

    /** Messages are taken from now on but neither stored nor answered; or again answered. */
    void silent(boolean wanted) {
        silent = wanted;
    }

    /** Everybody's connection breaks; until told otherwise nobody comes in. */
    void goDown() {
        down = true;
        drop();
    }

    void comeUp() {
        down = false;
    }

    /** Everybody's connection breaks, and may come again. */
    void drop() {
        List<Listener> all = List.copyOf(listeners);
        listeners.clear();
        all.forEach(listener -> listener.socket().close());
    }

    /** The history is another one from now on. */
    void forget(String room) {
        epoch = epoch + "x";
        room(room).clear();
    }

    /** Everything up to here is no longer kept. */
    void forgetUntil(String room, int seq) {
        room(room).removeIf(said -> seqOf(said) <= seq);
    }

    /** Everybody is sent off. */
    void farewell(String code, String sentence) {
        for (Listener listener : listeners) {
            send(listener, "ERROR", Map.of("message", code), Map.of("code", code, "sentence", sentence));
        }
        drop();
    }

    /** Frames of a command that came, the oldest first. */
    List<Frame> frames(String command) {
        return frames.stream().filter(frame -> frame.command().equals(command)).toList();
    }

    /** The texts stored in a room, in order. */
    List<String> texts(String room) {
        return room(room).stream().map(said -> String.valueOf(said.get("text"))).toList();
    }

    /** Pages of history over HTTP, for {@link PageSite#answering}. */
    @Nullable
    String page(URI address) {
        String[] path = address.getPath().split("/", -1);
        if (path.length != 4 || !path[1].equals("rooms")) {
            return null;
        }
        Map<String, String> asked = new TreeMap<>();
        for (String pair : address.getQuery().split("&", -1)) {
            asked.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
        }
        long before = Long.parseLong(asked.get("before").split(":", -1)[1]);
        int limit = Integer.parseInt(asked.get("limit"));
        List<Map<String, Object>> all =
                room(path[2]).stream().filter(said -> seqOf(said) < before).toList();
        List<Map<String, Object>> page = all.subList(Math.max(0, all.size() - limit), all.size());
        return json(Map.of("messages", page, "beginning", page.size() == all.size()));
    }

    // What it does by itself

    private void opened(WebSocketRoute socket) {
        if (down) {
            socket.close();
            return;
        }
        Listener listener = new Listener(socket, new LinkedHashMap<>(), new StringBuilder());
        socket.onMessage(message -> {
            String text = message.text();
            if (text.length() > 1) {
                Frame frame = Frame.parse(text);
                frames.add(frame);
                heard(listener, frame);
            }
        });
    }

    private void heard(Listener listener, Frame frame) {
        switch (frame.command()) {
            case "CONNECT" -> connect(listener, frame);
            case "SUBSCRIBE" -> subscribe(listener, frame);
            case "UNSUBSCRIBE" -> listener.subscriptions().values().remove(frame.header("id"));
            case "SEND" -> received(listener, frame);
            case "DISCONNECT" -> send(listener, "RECEIPT", Map.of("receipt-id", frame.header("receipt")), null);
            default -> throw new IllegalStateException("the page sent " + frame);
        }
    }

    private void connect(Listener listener, Frame frame) {
        if (joinRefusal != null) {
            send(listener, "ERROR", Map.of("message", String.valueOf(joinRefusal.get("code"))), joinRefusal);
            joinRefusal = null;
            listener.socket().close();
            return;
        }
        listener.name().append(frame.header("login"));
        listeners.add(listener);
        String token = frame.headers().getOrDefault("resume", "token-of-" + frame.header("login"));
        send(
                listener,
                "CONNECTED",
                Map.of("version", "1.2", "heart-beat", "0,0", "user-name", frame.header("login"), "resume", token),
                null);
    }

    private void subscribe(Listener listener, Frame frame) {
        String destination = frame.header("destination");
        listener.subscriptions().put(destination, frame.header("id"));
        if (destination.equals("/topic/rooms")) {
            tell(
                    listener,
                    destination,
                    List.of(
                            Map.of("name", "lobby", "topic", "Everyone starts here", "people", 3),
                            Map.of("name", "java", "topic", "", "people", 2)));
        } else if (destination.startsWith(ROOM)) {
            welcome(listener, destination.substring(ROOM.length()), frame);
        }
        if (frame.headers().containsKey("receipt")) {
            send(listener, "RECEIPT", Map.of("receipt-id", frame.header("receipt")), null);
        }
    }

    private void welcome(Listener listener, String room, Frame frame) {
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
                                Map.of("name", listener.name().toString(), "via", "browser", "idle", 0),
                                Map.of("name", "grace", "via", "browser", "idle", 0),
                                Map.of("name", "ken", "via", "terminal", "idle", 400),
                                Map.of("name", "Server", "via", "operator", "idle", 0))));
        tell(listener, ROOM + room, welcome);
        all.stream().filter(said -> seqOf(said) > from).toList().forEach(said -> tell(listener, ROOM + room, said));
    }

    private void received(Listener listener, Frame frame) {
        String destination = frame.header("destination");
        if (destination.endsWith("/typing") || silent) {
            return;
        }
        Map<?, ?> body = JSON.readValue(frame.body(), Map.class);
        Map<String, Object> refusal = refusals.poll();
        if (refusal != null) {
            Map<String, Object> told = new LinkedHashMap<>(refusal);
            told.put("receipt", frame.header("receipt"));
            told.put("reference", frame.header("reference"));
            tell(listener, "/user/queue/refusals", told);
        } else if (destination.equals("/app/commands")) {
            tell(
                    listener,
                    "/user/queue/answers",
                    Map.of(
                            "receipt", frame.header("receipt"),
                            "command", "who",
                            "lines", List.of("4 in lobby:", "  ada (browser)")));
        } else if (destination.startsWith("/app/people/")) {
            tell(
                    listener,
                    "/user/queue/direct",
                    Map.of(
                            "from", listener.name().toString(),
                            "to", destination.substring("/app/people/".length()),
                            "text", String.valueOf(body.get("text")),
                            "at", time.toString()));
            send(listener, "RECEIPT", Map.of("receipt-id", frame.header("receipt")), null);
        } else {
            said(listener, frame, body);
        }
    }

    private void said(Listener listener, Frame frame, Map<?, ?> body) {
        String room = frame.header("destination").substring("/app/rooms/".length());
        String reference = frame.header("reference");
        Map<String, Object> known = room(room).stream()
                .filter(said -> reference.equals(said.get("reference")))
                .findFirst()
                .orElse(null);
        Map<String, Object> said = known != null
                ? known
                : post(
                        room,
                        listener.name().toString(),
                        reference,
                        String.valueOf(body.get("text")),
                        Boolean.TRUE.equals(body.get("action")),
                        "browser");
        send(
                listener,
                "RECEIPT",
                Map.of(
                        "receipt-id",
                        frame.header("receipt"),
                        "reference",
                        reference,
                        "position",
                        said.get("epoch") + "\\c" + seqOf(said)),
                null);
    }

    private Map<String, Object> post(
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
        listeners.forEach(listener -> tell(listener, destination, body));
    }

    private static void tell(Listener listener, String destination, Object body) {
        String subscription = listener.subscriptions().get(destination);
        if (subscription != null) {
            send(
                    listener,
                    "MESSAGE",
                    Map.of("subscription", subscription, "destination", destination, "message-id", "m"),
                    body);
        }
    }

    private static void send(Listener listener, String command, Map<String, String> headers, @Nullable Object body) {
        StringBuilder frame = new StringBuilder(command).append('\n');
        headers.forEach(
                (name, value) -> frame.append(name).append(':').append(value).append('\n'));
        frame.append('\n').append(body == null ? "" : json(body)).append('\0');
        listener.socket().send(frame.toString());
    }

    private static String json(Object body) {
        return JSON.writeValueAsString(body);
    }
}
