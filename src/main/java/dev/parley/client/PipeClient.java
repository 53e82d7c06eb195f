package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.client.session.Backoff;
import dev.parley.client.session.ClientDisconnect;
import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.ClientSession;
import dev.parley.client.session.PendingMessage;
import dev.parley.client.session.ReceivedEvent;
import dev.parley.client.session.SessionListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * The client of a program: sends each line of its input and prints messages, and asks nothing. At the end of the input
 * it exits when all messages are acknowledged. Messages go to standard output, all else to standard error.
 */
final class PipeClient implements ClientMode, SessionListener {

    /** The number of lines that may be read ahead of their receipts. */
    private static final int AHEAD = 256;

    private final ClientOptions options;
    private final boolean json;
    private final MessageFormatter formatter;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final ClientEventLoop loop;
    private final IntConsumer exit;
    private final ClientSession session;
    private final Semaphore ahead = new Semaphore(AHEAD);
    private Backoff backoff = new Backoff(Math::random);
    private int attempts;
    private int heard;
    private boolean been;
    private boolean inputEnded;
    private boolean someRefused;
    private boolean leaving;

    /** The streams. */
    record Streams(InputStream in, PrintStream out, PrintStream err) {}

    PipeClient(
            ClientOptions options,
            boolean json,
            MessageFormatter formatter,
            Streams streams,
            ClientEventLoop loop,
            IntConsumer exit) {
        this.options = options;
        this.json = json;
        this.formatter = formatter;
        this.in = streams.in();
        this.out = new PrintStream(streams.out(), true, UTF_8);
        this.err = new PrintStream(streams.err(), true, UTF_8);
        this.loop = loop;
        this.exit = exit;
        this.session = new ClientSession(options.serverAddress(), options.login(), loop, this);
    }

    @Override
    public void start() {
        session.join(options.room(), options.subscribeFrom());
        session.connect();
    }

    private void read() {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    String text = line;
                    ahead.acquire();
                    loop.execute(() -> session.publish(options.room(), text, false));
                }
            }
        } catch (IOException ignored) {
            loop.execute(() -> complain("The input cannot be read any further."));
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
        loop.execute(() -> {
            inputEnded = true;
            leaveWhenDone();
        });
    }

    @Override
    public void onConnected() {
        attempts = 0;
        backoff = new Backoff(Math::random);
        if (!been) {
            been = true;
            if (options.input()) {
                Thread reading = new Thread(this::read, "client-input");
                reading.setDaemon(true);
                reading.start();
            }
        }
    }

    @Override
    public void onEvent(ReceivedEvent what) {
        ClientEvent event = what.clientEvent();
        if (options.isEnough(heard)) {
            return;
        }
        boolean message = event instanceof ClientEvent.Said || event instanceof ClientEvent.Direct;
        boolean own = event instanceof ClientEvent.Said said && said.own();
        if (json) {
            print(what.body()
                    .with("room", what.room())
                    .with("own", own)
                    .with("replayed", what.replayed())
                    .toString());
        } else if (message && !own) {
            print(formatter.format(event, what.room(), true, session.name(), what.replayed()));
        } else if (!message && !(event instanceof ClientEvent.Welcome)) {
            tellOfOthers(event, what);
        }
        if (event instanceof ClientEvent.Welcome welcome && !welcome.recovered()) {
            complain("Something said in " + what.room() + " meanwhile may be missing here.");
        }
        if (what.isFromOther(session.name())) {
            heard++;
            leaveWhenDone();
        }
    }

    private void tellOfOthers(ClientEvent event, ReceivedEvent what) {
        boolean self = (event instanceof ClientEvent.Joined joined
                        && joined.name().equals(session.name()))
                || (event instanceof ClientEvent.Left left && left.name().equals(session.name()));
        if (!self) {
            err.println(formatter.format(event, what.room(), true, session.name(), false));
        }
    }

    private void print(String text) {
        out.println(text);
        if (out.checkError()) {
            // The output is closed.
            leave(ExitCode.GENERAL);
        }
    }

    private void complain(String sentence) {
        err.println(formatter.notice(sentence));
    }

    @Override
    public void onReply(List<String> lines) {
        lines.forEach(this::complain);
    }

    @Override
    public void onStored(PendingMessage pending) {
        ahead.release();
    }

    @Override
    public void onRefused(PendingMessage pending, String sentence) {
        ahead.release();
        someRefused = true;
        err.println(formatter.refused(pending.text(), sentence));
    }

    @Override
    public void onRoomRefused(String room, String sentence) {
        complain(sentence);
        leave(ExitCode.GENERAL);
    }

    @Override
    public void onPendingChanged() {
        leaveWhenDone();
    }

    private void leaveWhenDone() {
        boolean enough = options.count() == 0 ? inputEnded : options.isEnough(heard);
        if (enough && session.waiting().isEmpty()) {
            leave(ExitCode.FINE);
        }
    }

    @Override
    public void onDisconnected(ClientDisconnect how) {
        int code = ExitCode.of(how);
        boolean passes = been && ExitCode.passes(how, true);
        attempts++;
        if (passes && attempts <= options.reconnect() && !leaving) {
            loop.schedule(backoff.next(), session::connect);
            return;
        }
        complain(how.sentence());
        boolean more = options.input() && !inputEnded && readable();
        boolean unconfirmed = !session.waiting().isEmpty() || someRefused || more;
        exit.accept(been && unconfirmed ? ExitCode.UNCONFIRMED : been && passes ? ExitCode.LOST : code);
    }

    private boolean readable() {
        try {
            return in.available() > 0;
        } catch (IOException ignored) {
            return false;
        }
    }

    @Override
    public void onTimeout() {
        leave(options.count() > heard ? ExitCode.GENERAL : ExitCode.FINE);
    }

    @Override
    public void onInterrupt() {
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
