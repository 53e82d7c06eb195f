package dev.parley.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.terminal.session.Backoff;
import dev.parley.terminal.session.Ending;
import dev.parley.terminal.session.Event;
import dev.parley.terminal.session.Heard;
import dev.parley.terminal.session.Letter;
import dev.parley.terminal.session.Listener;
import dev.parley.terminal.session.Session;
import dev.parley.terminal.session.Turns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * A program's conversation: each line it reads is said as it is, what is heard is written, and nothing is asked. At the end
 * of its input it leaves, when all is confirmed. Messages go to standard output, all else to standard error.
 */
final class Pipe implements Front, Listener {

    /** So many lines may be read ahead of what is confirmed. */
    private static final int AHEAD = 256;

    private final Plan plan;
    private final boolean json;
    private final Wording wording;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Turns turns;
    private final IntConsumer exit;
    private final Session session;
    private final Semaphore ahead = new Semaphore(AHEAD);
    private Backoff backoff = new Backoff(Math::random);
    private int attempts;
    private int heard;
    private boolean been;
    private boolean inputEnded;
    private boolean someRefused;
    private boolean leaving;

    /** Where it reads and writes. */
    record Streams(InputStream in, PrintStream out, PrintStream err) {}

    Pipe(Plan plan, boolean json, Wording wording, Streams streams, Turns turns, IntConsumer exit) {
        this.plan = plan;
        this.json = json;
        this.wording = wording;
        this.in = streams.in();
        this.out = new PrintStream(streams.out(), true, UTF_8);
        this.err = new PrintStream(streams.err(), true, UTF_8);
        this.turns = turns;
        this.exit = exit;
        this.session = new Session(plan.server(), plan.login(), turns, this);
    }

    @Override
    public void start() {
        session.enter(plan.room(), plan.since());
        session.connect();
    }

    private void read() {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    String text = line;
                    ahead.acquire();
                    turns.execute(() -> session.say(plan.room(), text, false));
                }
            }
        } catch (IOException broken) {
            turns.execute(() -> complain("The input cannot be read any further."));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        turns.execute(() -> {
            inputEnded = true;
            leaveWhenDone();
        });
    }

    @Override
    public void connected() {
        attempts = 0;
        backoff = new Backoff(Math::random);
        if (!been) {
            been = true;
            if (plan.input()) {
                Thread reading = new Thread(this::read, "standard-in");
                reading.setDaemon(true);
                reading.start();
            }
        }
    }

    @Override
    public void heard(Heard what) {
        Event event = what.event();
        if (plan.isEnough(heard)) {
            return;
        }
        boolean message = event instanceof Event.Said || event instanceof Event.Direct;
        boolean own = event instanceof Event.Said said && said.own();
        if (json) {
            print(what.body()
                    .with("room", what.room())
                    .with("own", own)
                    .with("replayed", what.replayed())
                    .toString());
        } else if (message && !own) {
            print(wording.event(event, what.room(), true, session.name(), what.replayed()));
        } else if (!message && !(event instanceof Event.Welcome)) {
            tellOfOthers(event, what);
        }
        if (event instanceof Event.Welcome welcome && !welcome.recovered()) {
            complain("Something said in " + what.room() + " meanwhile may be missing here.");
        }
        if (what.isFromSomebodyElse(session.name())) {
            heard++;
            leaveWhenDone();
        }
    }

    private void tellOfOthers(Event event, Heard what) {
        boolean self = (event instanceof Event.Joined joined && joined.name().equals(session.name()))
                || (event instanceof Event.Left left && left.name().equals(session.name()));
        if (!self) {
            err.println(wording.event(event, what.room(), true, session.name(), false));
        }
    }

    private void print(String text) {
        out.println(text);
        if (out.checkError()) {
            // Nobody reads it any more.
            leave(ExitCode.GENERAL);
        }
    }

    private void complain(String sentence) {
        err.println(wording.notice(sentence));
    }

    @Override
    public void answered(List<String> lines) {
        lines.forEach(this::complain);
    }

    @Override
    public void stored(Letter letter) {
        ahead.release();
    }

    @Override
    public void refused(Letter letter, String sentence) {
        ahead.release();
        someRefused = true;
        err.println(wording.refused(letter.text(), sentence));
    }

    @Override
    public void shutOut(String room, String sentence) {
        complain(sentence);
        leave(ExitCode.GENERAL);
    }

    @Override
    public void waitingChanged() {
        leaveWhenDone();
    }

    private void leaveWhenDone() {
        boolean enough = plan.count() == 0 ? inputEnded : plan.isEnough(heard);
        if (enough && session.waiting().isEmpty()) {
            leave(ExitCode.FINE);
        }
    }

    @Override
    public void over(Ending how) {
        int code = ExitCode.of(how);
        boolean passes = been && ExitCode.passes(how, true);
        attempts++;
        if (passes && attempts <= plan.reconnect() && !leaving) {
            turns.in(backoff.next(), session::connect);
            return;
        }
        complain(how.sentence());
        boolean more = plan.input() && !inputEnded && readable();
        boolean unconfirmed = !session.waiting().isEmpty() || someRefused || more;
        exit.accept(been && unconfirmed ? ExitCode.UNCONFIRMED : been && passes ? ExitCode.LOST : code);
    }

    private boolean readable() {
        try {
            return in.available() > 0;
        } catch (IOException broken) {
            return false;
        }
    }

    @Override
    public void timeUp() {
        leave(plan.count() > heard ? ExitCode.GENERAL : ExitCode.FINE);
    }

    @Override
    public void interrupted() {
        leave(ExitCode.INTERRUPTED);
    }

    private void leave(int code) {
        if (!leaving) {
            leaving = true;
            boolean unconfirmed = !session.waiting().isEmpty() || someRefused;
            session.quit(() -> exit.accept(code == ExitCode.FINE && unconfirmed ? ExitCode.UNCONFIRMED : code));
        }
    }
}
