package dev.parley.terminal;

import dev.parley.terminal.session.Backoff;
import dev.parley.terminal.session.Ending;
import dev.parley.terminal.session.Event;
import dev.parley.terminal.session.Heard;
import dev.parley.terminal.session.Letter;
import dev.parley.terminal.session.Listener;
import dev.parley.terminal.session.Place;
import dev.parley.terminal.session.Server;
import dev.parley.terminal.session.Session;
import dev.parley.terminal.session.Since;
import dev.parley.terminal.session.Trust;
import dev.parley.terminal.session.Turns;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** A person's conversation: what is heard goes to the face, what is typed to the session, and questions are asked. */
final class Conversation implements Front, Listener, Face.Typist {

    private static final String LOBBY = "lobby";
    private static final Set<String> SENT_BY_WILL = Set.of("quit", "sent-off", "replaced");
    private static final Duration PENDING_SHOWN_AFTER = Duration.ofMillis(300);
    private static final Duration TIME_TO_READ = Duration.ofSeconds(3);
    private static final int PENDING_SHOWN = 3;

    private final Plan plan;
    private final Face face;
    private final Screenplay screenplay;
    private final Folder folder;
    private final Turns turns;
    private final IntConsumer exit;
    private final Questions questions;
    private final Departure departure;
    private final OwnCommands own = new OwnCommands(this);
    private final AtomicReference<Completion.Known> known = new AtomicReference<>(Completion.Known.NOTHING);
    private final Set<String> entered = new HashSet<>();
    private Backoff backoff = new Backoff(Math::random);
    private Session session;
    private String room;
    private int attempts;
    private int heard;
    private boolean been;
    private boolean moved;
    private boolean pendingShown;
    private boolean pendingDue;
    private boolean armed;

    /**
     * @param exit is told the exit code, once, when all is over
     */
    Conversation(Plan plan, Face face, Wording wording, Folder folder, Turns turns, IntConsumer exit) {
        this.plan = plan;
        this.face = face;
        this.screenplay = new Screenplay(wording, face);
        this.folder = folder;
        this.turns = turns;
        this.exit = exit;
        this.questions = new Questions(face, turns);
        this.departure = new Departure(turns, () -> session, screenplay, exit);
        this.room = plan.room();
        this.session = new Session(plan.server(), plan.login(), turns, this);
        session.enter(room, plan.since());
    }

    @Override
    public void start() {
        if (plan.input()) {
            face.open(this, new Completion(known::get));
        }
        face.remember(folder.typedAt(session.server()));
        if (plan.login().name().isEmpty()) {
            questions.name();
        } else {
            come();
        }
    }

    private void come() {
        questions.none();
        talk();
        session.connect();
    }

    // What is typed; the face's thread only hands it over.

    @Override
    public void typed(Prompt.Kind kind, String line) {
        turns.execute(() -> {
            armed = false;
            if (kind == Prompt.Kind.TALK) {
                own.obey(Typed.read(line));
            } else {
                answeredQuestion(line);
            }
        });
    }

    @Override
    public void interrupted(boolean cleared) {
        turns.execute(() -> {
            if (armed && !cleared) {
                leave(ExitCode.INTERRUPTED);
                return;
            }
            armed = true;
            if (!cleared) {
                screenplay.notice("Press Ctrl+C once more to leave.");
            }
        });
    }

    @Override
    public void ended() {
        turns.execute(() -> leave(questions.asked() == Questions.Kind.COME_BACK ? ExitCode.LOST : ExitCode.FINE));
    }

    private void answeredQuestion(String line) {
        Questions.Answer answer = Questions.read(line);
        switch (questions.asked()) {
            case NAME -> {
                if (answer != Questions.Answer.NONE) {
                    session.wish(line.strip());
                    come();
                }
            }
            case COME_BACK -> {
                if (answer == Questions.Answer.NO) {
                    leave(ExitCode.LOST);
                } else {
                    giveBack(answer, line);
                    comeBack();
                }
            }
            case START_OVER -> {
                if (answer == Questions.Answer.YES) {
                    startOver(session.server());
                } else {
                    leave(ExitCode.FINE);
                }
            }
            case NOTHING -> giveBack(answer, line);
        }
    }

    /** Somebody who was typing may not have seen the question. */
    private void giveBack(Questions.Answer answer, String line) {
        if (answer == Questions.Answer.OTHER) {
            face.giveBack(line);
        }
    }

    // What the commands of the client's own do.

    Session session() {
        return session;
    }

    /** The room that lines are meant for. */
    String room() {
        return room;
    }

    Screenplay screenplay() {
        return screenplay;
    }

    ServerList servers() {
        return folder.servers(this::trust);
    }

    /** Whom one trusts where TLS is spoken. */
    Trust trust() {
        Trust said = plan.server().trust();
        return said == null ? Trust.usual() : said;
    }

    /** Looks at another room, which is entered if need be. */
    void go(String name) {
        room = name;
        session.enter(name, Since.USUAL);
        talk();
    }

    /** Leaves a room; looks at another one if it was that. */
    void part(String name) {
        session.leave(name).forEach(letter -> refused(letter, "You have left " + name + "."));
        entered.remove(name);
        if (name.equals(room)) {
            List<Place> places = session.places();
            go(places.isEmpty() ? LOBBY : places.get(places.size() - 1).room());
        }
    }

    /** Leaves this server and asks what then. */
    void quit() {
        questions.hold();
        departure.tellUnsent();
        session.quit(() -> questions.startOver());
    }

    /** Leaves this server for another one, or comes to this one anew. */
    void startOver(Server server) {
        questions.hold();
        departure.tellUnsent();
        Session before = session;
        before.quit(() -> {
            been = false;
            moved = true;
            entered.clear();
            questions.none();
            room = server.equals(before.server()) ? plan.room() : LOBBY;
            session = new Session(server, plan.loginAt(server, before.name()), turns, this);
            session.enter(room, Since.USUAL);
            face.remember(folder.typedAt(server));
            screenplay.notice("Going to " + server + " …");
            come();
        });
    }

    /** Leaves this server and stays without one. */
    void away() {
        questions.hold();
        departure.tellUnsent();
        session.quit(() -> stay("You have left " + session.server() + ". /reconnect goes back"));
    }

    /** Is without a server, and says what can be done about it. */
    private void stay(String sentence) {
        screenplay.notice(sentence + ", /server join NAME goes to another.");
        questions.none();
        talk();
    }

    /** Takes up a new connection to this server. */
    void comeBack() {
        questions.hold();
        screenplay.notice("Connecting to " + session.server() + " …");
        session.connect();
    }

    // What the session says.

    @Override
    public void connected() {
        boolean returning = been;
        been = true;
        attempts = 0;
        backoff = new Backoff(Math::random);
        questions.none();
        if (returning) {
            screenplay.notice("You are back as " + session.name() + ".");
        }
        talk();
    }

    @Override
    public void heard(Heard what) {
        if (plan.isEnough(heard)) {
            return;
        }
        if (!(what.event() instanceof Event.Welcome) || entered.add(what.room())) {
            screenplay.tell(what, room, session.name());
        }
        if (what.event() instanceof Event.Welcome welcome && !welcome.recovered()) {
            screenplay.notice("Something said in " + what.room() + " meanwhile may be missing here.");
        }
        if (what.event() instanceof Event.Renamed renamed && renamed.to().equals(session.name())) {
            talk();
        }
        known.set(Completion.Known.of(session, room));
        if (what.isFromSomebodyElse(session.name()) && plan.isEnough(++heard)) {
            leave(ExitCode.FINE);
        }
    }

    @Override
    public void answered(List<String> lines) {
        screenplay.answer(own.answer(lines));
    }

    @Override
    public void stored(Letter letter) {
        // It is shown when it is heard, at its place among the others.
    }

    @Override
    public void refused(Letter letter, String sentence) {
        screenplay.refused(letter.text(), sentence);
    }

    @Override
    public void shutOut(String name, String sentence) {
        screenplay.notice(sentence);
        if (name.equals(room)) {
            List<Place> places = session.places();
            go(places.isEmpty() ? LOBBY : places.get(places.size() - 1).room());
        }
    }

    @Override
    public void waitingChanged() {
        if (pendingShown || pendingDue) {
            if (pendingShown) {
                talk();
            }
        } else if (!session.waiting().isEmpty()) {
            pendingDue = true;
            turns.in(PENDING_SHOWN_AFTER, this::showPending);
        }
    }

    private void showPending() {
        pendingDue = false;
        pendingShown = !session.waiting().isEmpty();
        if (pendingShown) {
            talk();
        }
    }

    @Override
    public void over(Ending how) {
        if (departure.hasBegun()) {
            departure.cutShort();
            return;
        }
        if (how.code().startsWith("name-") && how instanceof Ending.TurnedAway refusal) {
            nameRefused(refusal);
        } else if (SENT_BY_WILL.contains(how.code())) {
            screenplay.notice(how.sentence());
            departure.tellUnsent();
            questions.startOver();
        } else if (!ExitCode.passes(how, been)) {
            screenplay.notice(how.sentence());
            if (moved && ExitCode.leavesChoice(how)) {
                stay("You are at no server. /reconnect tries it again");
            } else {
                exit.accept(ExitCode.of(how));
            }
        } else {
            lost(how);
        }
    }

    private void nameRefused(Ending.TurnedAway refusal) {
        String free = String.join(" or ", refusal.suggestions());
        screenplay.notice(refusal.sentence() + (free.isEmpty() ? "" : " Free are: " + free + "."));
        if (plan.input()) {
            questions.name();
        } else {
            exit.accept(ExitCode.NAME_REFUSED);
        }
    }

    private void lost(Ending how) {
        attempts++;
        screenplay.notice(how.sentence());
        if (plan.reconnect() != Plan.ASK && attempts > plan.reconnect()) {
            leave(ExitCode.LOST);
            return;
        }
        Duration wait = attempts == 1 ? TIME_TO_READ.plus(backoff.next()) : backoff.next();
        questions.comeBack(wait, session::connect);
    }

    private void talk() {
        List<Letter> waiting = session.waiting();
        if (waiting.isEmpty()) {
            pendingShown = false;
        }
        if (questions.asked() == Questions.Kind.NOTHING) {
            String where = room.equals(LOBBY) ? "" : " #" + room;
            face.prompt(screenplay.talk(session.name() + where, pendingShown ? waiting : List.of(), PENDING_SHOWN));
        }
    }

    // The end.

    @Override
    public void timeUp() {
        leave(plan.count() > 0 ? ExitCode.GENERAL : ExitCode.FINE);
    }

    @Override
    public void interrupted() {
        leave(ExitCode.INTERRUPTED);
    }

    private void leave(int code) {
        questions.hold();
        departure.begin(code);
    }
}
