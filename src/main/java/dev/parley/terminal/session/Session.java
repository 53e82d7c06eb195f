package dev.parley.terminal.session;

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
public final class Session {

    private static final Duration GOODBYE_WITHIN = Duration.ofSeconds(2);

    private final Turns turns;
    private final Listener listener;
    private final Courier courier;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Asked> asked = new HashMap<>();
    private final String series =
            Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
    private final Server server;
    private final String passcode;
    private final ServerWords words = new ServerWords();
    private String name;
    private String token = "";
    private long references;
    private State state = State.OUT;
    private @Nullable Connection connection;
    private @Nullable Ending farewell;
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
     * @param server where
     * @param login as whom
     * @param listener hears what happens, on the turns
     */
    public Session(Server server, Login login, Turns turns, Listener listener) {
        this.server = server;
        this.name = login.name();
        this.passcode = login.passcode();
        this.turns = turns;
        this.listener = listener;
        this.courier = new Courier(this::post, turns, this::doubt);
    }

    /** Which server it is. */
    public Server server() {
        return server;
    }

    /** Under which name; before one is let in, the one wished for. */
    public String name() {
        return name;
    }

    /** Wishes for another name the next time one comes in. */
    public void wish(String other) {
        name = other;
    }

    public State state() {
        return state;
    }

    /** The rooms one is in or wants to be in, in the order they were entered. */
    public List<Place> places() {
        return List.copyOf(places.values());
    }

    /** What is known of a room one is in. */
    public Optional<Place> place(String room) {
        return Optional.ofNullable(places.get(room));
    }

    /** What is not confirmed yet, in order. */
    public List<Letter> waiting() {
        return courier.waiting();
    }

    /** The commands and rooms the server told of. */
    public ServerWords words() {
        return words;
    }

    /** Comes in, or comes back. */
    public void connect() {
        if (connection != null) {
            connection.close();
            lost();
        }
        farewell = null;
        state = State.COMING;
        connection = Connection.open(server, turns, new Events());
    }

    /**
     * Enters a room, or will when one is in.
     *
     * @param since from where; what one was in already, one comes back to
     */
    public void enter(String room, Since since) {
        if (!places.containsKey(room)) {
            places.put(room, new Place(room, since));
            if (state == State.IN) {
                subscribe(room);
            }
        }
    }

    /** Leaves a room; returns what was not yet confirmed there and will not be sent. */
    public List<Letter> leave(String room) {
        Place place = places.remove(room);
        if (place != null && state == State.IN) {
            send(Frames.leave(room));
        }
        courier.close(room);
        List<Letter> given = courier.giveUp(room);
        listener.waitingChanged();
        return given;
    }

    /** Says something in a room, now or when one is in again. */
    public Letter say(String room, String text, boolean action) {
        Letter letter = new Letter(reference(), room, text, action);
        courier.put(letter);
        listener.waitingChanged();
        return letter;
    }

    /** Has a word with one person; only while one is in. */
    public void direct(String to, String text) {
        send(Frames.direct(to, text, ask(Asked.Purpose.DIRECT, to)));
    }

    /** Gives a command to the server; only while one is in. */
    public void command(String line, String room) {
        command(line, room, Asked.Purpose.COMMAND);
    }

    private void command(String line, String room, Asked.Purpose purpose) {
        send(Frames.command(line, room, ask(purpose, room)));
    }

    /**
     * Goes, and frees the name at once.
     *
     * @param then when the server knows, or was given time enough
     */
    public void quit(Runnable then) {
        Connection here = connection;
        if (here == null || state != State.IN) {
            forget();
            then.run();
            return;
        }
        state = State.OUT;
        afterGoodbye = then;
        here.send(Frames.disconnect());
        turns.in(GOODBYE_WITHIN, this::goodbyeSaid);
    }

    private void goodbyeSaid() {
        Runnable then = afterGoodbye;
        afterGoodbye = null;
        if (then != null) {
            forget();
            then.run();
        }
    }

    /** Lets go of the connection without a word. */
    public void forget() {
        if (connection != null) {
            connection.close();
        }
        lost();
        state = State.OUT;
    }

    private void lost() {
        connection = null;
        asked.clear();
        courier.closeAll();
    }

    private void doubt() {
        if (connection != null) {
            connection.doubt();
        }
    }

    private final class Events implements Connection.Owner {

        @Override
        public void opened(Connection here) {
            here.send(Frames.connect(server, name, passcode, token));
        }

        @Override
        public void received(Connection here, Frame frame) {
            try {
                switch (frame.stompCommand()) {
                    case CONNECTED -> connected(frame.headers());
                    case RECEIPT -> receipt(frame.headers());
                    case MESSAGE ->
                        message(frame.headers(), Fields.read(frame.body().text()));
                    case ERROR -> error(frame);
                    default -> {}
                }
            } catch (MalformedFrameException malformed) {
                here.close();
                closed(here, new Ending.Nonsense(malformed.sentence()));
            }
        }

        @Override
        public void closed(Connection here, Ending how) {
            boolean wasComing = state == State.COMING;
            lost();
            if (afterGoodbye != null) {
                goodbyeSaid();
                return;
            }
            state = State.OUT;
            if (farewell != null) {
                listener.over(farewell);
            } else if (wasComing && how instanceof Ending.Lost) {
                listener.over(new Ending.Unreachable(
                        "The server at " + server + " closed the connection before it let anybody in."));
            } else {
                listener.over(how);
            }
        }
    }

    private void connected(Headers headers) {
        state = State.IN;
        String called = headers.get("user-name");
        name = called == null ? name : called;
        String resume = headers.get("resume");
        token = resume == null ? token : resume;
        send(Frames.subscribe("/user/queue/refusals", "refusals"));
        send(Frames.subscribe("/user/queue/answers", "answers"));
        send(Frames.subscribe("/user/queue/direct", "direct"));
        send(Frames.subscribe("/topic/rooms", "rooms"));
        listener.connected();
        places.keySet().forEach(this::subscribe);
        command("/help", "", Asked.Purpose.HELP);
    }

    private void subscribe(String room) {
        Place place = places.get(room);
        if (place != null) {
            send(Frames.enter(place, ask(Asked.Purpose.ENTERING, room)));
        }
    }

    private void receipt(Headers headers) throws MalformedFrameException {
        String id = headers.get(Headers.RECEIPT_ID);
        if (Frames.GOODBYE.equals(id)) {
            goodbyeSaid();
        } else if (id != null && asked.remove(id) == null) {
            confirmed(id);
        }
    }

    private void confirmed(String reference) {
        courier.stored(reference).ifPresent(letter -> {
            listener.stored(letter);
            listener.waitingChanged();
        });
    }

    private void message(Headers headers, Fields body) {
        String destination = headers.get(Headers.DESTINATION);
        switch (destination == null ? "" : destination) {
            case "/user/queue/refusals" -> refused(body);
            case "/user/queue/answers" -> answered(body);
            case "/user/queue/direct" ->
                Event.read(body, false).ifPresent(event -> listener.heard(new Heard("", event, false, body)));
            case "/topic/rooms" -> words.rooms(body);
            default -> {
                String room = destination == null ? "" : destination.substring(destination.lastIndexOf('/') + 1);
                Place place = places.get(room);
                if (place != null) {
                    told(place, body);
                }
            }
        }
    }

    private void told(Place place, Fields body) {
        String reference = body.text("reference");
        boolean own = place.isOwn(reference) || courier.knows(reference);
        Place.Taking taking = place.take(body);
        if (taking == Place.Taking.KNOWN) {
            return;
        }
        if (body.text("type").equals("renamed") && body.text("from").equals(name)) {
            name = body.text("to");
        }
        Event.read(body, own)
                .ifPresent(
                        event -> listener.heard(new Heard(place.room(), event, taking == Place.Taking.REPLAYED, body)));
        if (own) {
            confirmed(reference);
        }
        if (taking == Place.Taking.ENTERED) {
            courier.open(place.room());
        }
    }

    private void refused(Fields body) {
        String receipt = body.text("receipt");
        Asked request = asked.remove(receipt);
        String sentence = body.text("sentence");
        if (request == null) {
            String reference = body.text("reference").isEmpty() ? receipt : body.text("reference");
            Duration wait = Duration.ofMillis(body.number("retryAfterMs"));
            courier.refused(reference, body.text("code"), wait).ifPresent(letter -> {
                listener.refused(letter, sentence);
                listener.waitingChanged();
            });
        } else if (request.purpose() == Asked.Purpose.ENTERING) {
            List<Letter> unsent = leave(request.room());
            listener.shutOut(request.room(), sentence);
            unsent.forEach(letter -> listener.refused(letter, sentence));
        } else {
            listener.answered(List.of(sentence));
        }
    }

    private void answered(Fields body) {
        Asked request = asked.remove(body.text("receipt"));
        List<String> lines = body.texts("lines");
        if (request != null && request.purpose() == Asked.Purpose.HELP) {
            words.commands(lines);
        } else {
            listener.answered(lines);
        }
    }

    private void error(Frame frame) throws MalformedFrameException {
        String message = frame.headers().get(Headers.MESSAGE);
        Fields body = frame.body().isEmpty()
                ? new Fields(Map.of())
                : Fields.read(frame.body().text());
        String code = body.text("code").isEmpty() && message != null ? message : body.text("code");
        String sentence = body.text("sentence").isEmpty() ? "The server says: " + code : body.text("sentence");
        farewell = state == State.IN
                ? new Ending.SentOff(code, sentence)
                : new Ending.TurnedAway(code, sentence, body.texts("suggestions"));
    }

    private void post(Letter letter) {
        place(letter.room()).ifPresent(place -> place.sent(letter.reference()));
        send(Frames.post(letter));
    }

    private String ask(Asked.Purpose purpose, String room) {
        String receipt = reference();
        asked.put(receipt, new Asked(purpose, room));
        return receipt;
    }

    private String reference() {
        return series + "-" + references++;
    }

    private void send(Frame frame) {
        if (connection != null) {
            connection.send(frame);
        }
    }
}
