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
import dev.parley.text.ByteOrderMark;
import dev.parley.text.VisibleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * The client for a pipe: sends each line of its input and prints messages, and asks no questions. At the end of the input
 * it exits when all messages are acknowledged. Messages go to standard output, all else to standard error.
 */
final class PipeClient implements ClientMode, SessionListener {

    /** The number of lines that may be read ahead of their receipts. */
    private static final int MAX_UNCONFIRMED = 256;

    private final ClientOptions options;
    private final boolean json;
    private final MessageFormatter formatter;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final ClientEventLoop loop;
    private final IntConsumer exit;
    private final ClientSession session;
    private final Semaphore permits = new Semaphore(MAX_UNCONFIRMED);
    private Backoff backoff = new Backoff(Math::random);
    private int attempts;
    private int messages;
    private boolean hasLoggedIn;
    private boolean inputEnded;
    private boolean hasRefusals;
    private boolean exiting;

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
            BufferedReader reader = ByteOrderMark.reader(in);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (VisibleText.isVisible(line)) {
                    String text = line;
                    permits.acquire();
                    loop.execute(() -> session.publish(options.room(), text, false));
                }
            }
        } catch (IOException ignored) {
            loop.execute(() -> printNotice("The input cannot be read."));
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
        loop.execute(() -> {
            inputEnded = true;
            exitWhenDone();
        });
    }

    @Override
    public void onConnected() {
        attempts = 0;
        backoff = new Backoff(Math::random);
        if (!hasLoggedIn) {
            hasLoggedIn = true;
            if (options.input()) {
                Thread inputThread = new Thread(this::read, "parley-client-input");
                inputThread.setDaemon(true);
                inputThread.start();
            }
        }
    }

    @Override
    public void onEvent(ReceivedEvent received) {
        ClientEvent event = received.clientEvent();
        if (options.isEnough(messages)) {
            return;
        }
        boolean message = event instanceof ClientEvent.Said || event instanceof ClientEvent.Direct;
        boolean own = event instanceof ClientEvent.Said said && said.own();
        if (json) {
            print(received.body()
                    .with("room", received.room())
                    .with("own", own)
                    .with("replayed", received.replayed())
                    .toString());
        } else if (message && !own) {
            print(formatter.format(event, received.room(), true, session.name(), received.replayed()));
        } else if (!message && !received.replayed() && !isQuiet(event)) {
            printOther(event, received);
        }
        if (event instanceof ClientEvent.Welcome welcome && !welcome.recovered()) {
            printNotice("Some messages in " + received.room() + " may be missing here.");
        }
        if (received.isFromOther(session.name())) {
            messages++;
            exitWhenDone();
        }
    }

    private static boolean isQuiet(ClientEvent event) {
        return event instanceof ClientEvent.Welcome || event instanceof ClientEvent.Reacted;
    }

    private void printOther(ClientEvent event, ReceivedEvent received) {
        boolean self = (event instanceof ClientEvent.Joined joined
                        && joined.name().equals(session.name()))
                || (event instanceof ClientEvent.Left left && left.name().equals(session.name()));
        if (!self) {
            err.println(formatter.format(event, received.room(), true, session.name(), false));
        }
    }

    private void print(String text) {
        out.println(text);
        if (out.checkError()) {
            // The output is closed.
            exitWith(ExitCode.OTHER_ERROR);
        }
    }

    private void printNotice(String sentence) {
        err.println(formatter.notice(sentence));
    }

    @Override
    public void onReply(List<String> lines) {
        lines.forEach(this::printNotice);
    }

    @Override
    public void onStored(PendingMessage pending) {
        permits.release();
    }

    @Override
    public void onRefused(PendingMessage pending, String sentence) {
        permits.release();
        hasRefusals = true;
        err.println(formatter.refused(pending.text(), sentence));
    }

    @Override
    public void onRoomEnded(String room, String sentence) {
        printNotice(sentence);
        exitWith(ExitCode.OTHER_ERROR);
    }

    @Override
    public void onPendingChanged() {
        exitWhenDone();
    }

    private void exitWhenDone() {
        boolean enough = options.count() == 0 ? inputEnded : options.isEnough(messages);
        if (enough && session.pendingMessages().isEmpty()) {
            exitWith(ExitCode.SUCCESS);
        }
    }

    @Override
    public void onDisconnected(ClientDisconnect disconnect) {
        int code = ExitCode.of(disconnect);
        boolean isTemporary = hasLoggedIn && ExitCode.isTemporary(disconnect, true);
        attempts++;
        if (isTemporary && attempts <= options.reconnect() && !exiting) {
            loop.schedule(backoff.atLeast(disconnect.retryAfter()).next(), session::connect);
            return;
        }
        printNotice(disconnect.sentence());
        boolean hasMoreInput = options.input() && !inputEnded && hasInput();
        boolean unconfirmed = !session.pendingMessages().isEmpty() || hasRefusals || hasMoreInput;
        exit.accept(
                hasLoggedIn && unconfirmed ? ExitCode.UNCONFIRMED : hasLoggedIn && isTemporary ? ExitCode.LOST : code);
    }

    private boolean hasInput() {
        try {
            return in.available() > 0;
        } catch (IOException ignored) {
            return false;
        }
    }

    @Override
    public void onTimeout() {
        exitWith(options.count() > messages ? ExitCode.OTHER_ERROR : ExitCode.SUCCESS);
    }

    @Override
    public void onInterrupt() {
        exitWith(ExitCode.INTERRUPTED);
    }

    private void exitWith(int code) {
        if (!exiting) {
            exiting = true;
            boolean unconfirmed = !session.pendingMessages().isEmpty() || hasRefusals;
            session.quit(() -> exit.accept(code == ExitCode.SUCCESS && unconfirmed ? ExitCode.UNCONFIRMED : code));
        }
    }
}
