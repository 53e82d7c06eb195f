package dev.parley.client;

import dev.parley.client.session.Backoff;
import dev.parley.client.session.ClientDisconnect;
import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.ClientSession;
import dev.parley.client.session.PendingMessage;
import dev.parley.client.session.ReceivedEvent;
import dev.parley.client.session.RoomState;
import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.SessionListener;
import dev.parley.client.session.SubscribeFrom;
import dev.parley.client.session.TlsTrust;
import dev.parley.protocol.api.DisconnectCodes;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** The interactive client: prints events, sends typed lines, and asks questions. */
final class InteractiveClient implements ClientMode, SessionListener, ClientTerminal.InputListener {

    private static final String LOBBY = RoomName.LOBBY.text();
    private static final Set<String> INTENDED_DISCONNECTS =
            Set.of(DisconnectCodes.QUIT, DisconnectCodes.DISCONNECTED_BY_OPERATOR, DisconnectCodes.TOO_MANY_SESSIONS);
    private static final Duration PENDING_SHOWN_AFTER = Duration.ofMillis(300);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(3);
    private static final int PENDING_SHOWN = 3;

    private final ClientOptions options;
    private final ClientTerminal terminal;
    private final TranscriptView transcript;
    private final ConfigDirectory directory;
    private final ClientEventLoop loop;
    private final IntConsumer exit;
    private final PromptDialogs promptDialogs;
    private final GracefulExit gracefulExit;
    private final ClientCommands own = new ClientCommands(this);
    private final AtomicReference<Completion.Known> known = new AtomicReference<>(Completion.Known.EMPTY);
    private final Set<String> joinedRooms = new HashSet<>();
    private Backoff backoff = new Backoff(Math::random);
    private ClientSession session;
    private String room;
    private int attempts;
    private int received;
    private boolean hasLoggedIn;
    private boolean hasSwitchedServer;
    private boolean pendingShown;
    private boolean pendingDue;
    private boolean quitArmed;

    /** @param exit receives the exit code, once */
    InteractiveClient(
            ClientOptions options,
            ClientTerminal terminal,
            MessageFormatter formatter,
            ConfigDirectory directory,
            ClientEventLoop loop,
            IntConsumer exit) {
        this.options = options;
        this.terminal = terminal;
        this.transcript = new TranscriptView(formatter, terminal);
        this.directory = directory;
        this.loop = loop;
        this.exit = exit;
        this.promptDialogs = new PromptDialogs(terminal, loop);
        this.gracefulExit = new GracefulExit(loop, () -> session, transcript, exit);
        this.room = options.room();
        this.session = new ClientSession(options.serverAddress(), options.login(), loop, this);
        session.join(room, options.subscribeFrom());
    }

    @Override
    public void start() {
        if (options.input()) {
            terminal.open(this, new Completion(known::get));
        }
        terminal.setHistoryFile(directory.inputHistory(session.serverAddress()));
        if (options.login().name().isEmpty()) {
            promptDialogs.askNickname();
        } else {
            connect();
        }
    }

    private void connect() {
        promptDialogs.end();
        updatePrompt();
        session.connect();
    }

    @Override
    public void typed(Prompt.Kind kind, String line) {
        loop.execute(() -> {
            quitArmed = false;
            if (kind == Prompt.Kind.MESSAGE) {
                own.run(ParsedInput.parse(line));
            } else {
                onAnswer(line);
            }
        });
    }

    @Override
    public void interrupted(boolean cleared) {
        loop.execute(() -> {
            if (quitArmed && !cleared) {
                exitWith(ExitCode.INTERRUPTED);
                return;
            }
            quitArmed = true;
            if (!cleared) {
                transcript.notice("Press Ctrl+C again to quit.");
            }
        });
    }

    @Override
    public void ended() {
        loop.execute(() ->
                exitWith(promptDialogs.current() == PromptDialogs.Kind.RECONNECT ? ExitCode.LOST : ExitCode.SUCCESS));
    }

    private void onAnswer(String line) {
        PromptDialogs.Answer answer = PromptDialogs.parse(line);
        switch (promptDialogs.current()) {
            case NICKNAME -> {
                if (answer != PromptDialogs.Answer.EMPTY) {
                    session.setNickname(line.strip());
                    connect();
                }
            }
            case RECONNECT -> {
                if (answer == PromptDialogs.Answer.NO) {
                    exitWith(ExitCode.LOST);
                } else {
                    restoreInput(answer, line);
                    reconnect();
                }
            }
            case LOG_IN_AGAIN -> {
                if (answer == PromptDialogs.Answer.YES) {
                    switchTo(session.serverAddress());
                } else {
                    exitWith(ExitCode.SUCCESS);
                }
            }
            case NONE -> restoreInput(answer, line);
        }
    }

    /** Restores a line that the user typed before the question was printed. */
    private void restoreInput(PromptDialogs.Answer answer, String line) {
        if (answer == PromptDialogs.Answer.OTHER) {
            terminal.restoreInput(line);
        }
    }

    ClientSession clientSession() {
        return session;
    }

    /** Returns the room that typed lines go to. */
    String room() {
        return room;
    }

    TranscriptView transcriptView() {
        return transcript;
    }

    ServerBookmarks servers() {
        return directory.servers(this::tlsTrust);
    }

    /** Returns the trust for servers with TLS. */
    TlsTrust tlsTrust() {
        TlsTrust configured = options.serverAddress().tlsTrust();
        return configured == null ? TlsTrust.systemDefault() : configured;
    }

    /** Switches to a room, which is joined if necessary. */
    void join(String name) {
        room = name;
        session.join(name, SubscribeFrom.DEFAULT);
        updatePrompt();
    }

    /** Leaves a room, and switches to another if it was the current one. */
    void leave(String name) {
        session.leave(name).forEach(pending -> onRefused(pending, "You have left " + name + "."));
        joinedRooms.remove(name);
        if (name.equals(room)) {
            List<RoomState> rooms = session.roomStates();
            join(rooms.isEmpty() ? LOBBY : rooms.get(rooms.size() - 1).room());
        }
    }

    /** Disconnects from this server and asks for the next step. */
    void quit() {
        promptDialogs.stopCountdown();
        gracefulExit.printUnconfirmed();
        session.quit(() -> promptDialogs.askLogInAgain());
    }

    /** Connects to another server, or to this one again. */
    void switchTo(ServerAddress address) {
        promptDialogs.stopCountdown();
        gracefulExit.printUnconfirmed();
        ClientSession before = session;
        before.quit(() -> {
            hasLoggedIn = false;
            hasSwitchedServer = true;
            joinedRooms.clear();
            promptDialogs.end();
            room = address.equals(before.serverAddress()) ? options.room() : LOBBY;
            session = new ClientSession(address, options.loginFor(address, before.name()), loop, this);
            session.join(room, SubscribeFrom.DEFAULT);
            terminal.setHistoryFile(directory.inputHistory(address));
            transcript.notice("Connecting to " + address + " …");
            connect();
        });
    }

    /** Disconnects from this server, and stays offline. */
    void goOffline() {
        promptDialogs.stopCountdown();
        gracefulExit.printUnconfirmed();
        session.quit(() ->
                stayOffline("You have disconnected from " + session.serverAddress() + ". /reconnect connects again"));
    }

    /** Stays offline, and prints the options. */
    private void stayOffline(String sentence) {
        transcript.notice(sentence + ", /server join NAME connects to another server.");
        promptDialogs.end();
        updatePrompt();
    }

    /** Opens a new connection to this server. */
    void reconnect() {
        promptDialogs.stopCountdown();
        transcript.notice("Connecting to " + session.serverAddress() + " …");
        session.connect();
    }

    @Override
    public void onConnected() {
        boolean isReconnect = hasLoggedIn;
        hasLoggedIn = true;
        attempts = 0;
        backoff = new Backoff(Math::random);
        promptDialogs.end();
        if (isReconnect) {
            transcript.notice("Reconnected as " + session.name() + ".");
        }
        updatePrompt();
    }

    @Override
    public void onEvent(ReceivedEvent event) {
        if (options.isEnough(received)) {
            return;
        }
        if (!(event.clientEvent() instanceof ClientEvent.Welcome) || joinedRooms.add(event.room())) {
            transcript.show(event, room, session.name());
        }
        if (event.clientEvent() instanceof ClientEvent.Welcome welcome && !welcome.recovered()) {
            transcript.notice("Some messages in " + event.room() + " may be missing here.");
        }
        if (event.clientEvent() instanceof ClientEvent.Renamed renamed
                && renamed.to().equals(session.name())) {
            updatePrompt();
        }
        known.set(Completion.Known.of(session, room));
        if (event.isFromOther(session.name()) && options.isEnough(++received)) {
            exitWith(ExitCode.SUCCESS);
        }
    }

    @Override
    public void onReply(List<String> lines) {
        transcript.answer(own.answer(lines));
    }

    @Override
    public void onStored(PendingMessage pending) {
        // A message is printed when it is received, in its place among the others.
    }

    @Override
    public void onRefused(PendingMessage pending, String sentence) {
        transcript.refused(pending.text(), sentence);
    }

    @Override
    public void onRoomRefused(String name, String sentence) {
        transcript.notice(sentence);
        if (name.equals(room)) {
            List<RoomState> rooms = session.roomStates();
            join(rooms.isEmpty() ? LOBBY : rooms.get(rooms.size() - 1).room());
        }
    }

    @Override
    public void onPendingChanged() {
        if (pendingShown) {
            updatePrompt();
        } else if (!pendingDue && !session.pendingMessages().isEmpty()) {
            pendingDue = true;
            loop.schedule(PENDING_SHOWN_AFTER, this::showPending);
        }
    }

    private void showPending() {
        pendingDue = false;
        pendingShown = !session.pendingMessages().isEmpty();
        if (pendingShown) {
            updatePrompt();
        }
    }

    @Override
    public void onDisconnected(ClientDisconnect disconnect) {
        if (gracefulExit.hasStarted()) {
            gracefulExit.onConnectionLost();
            return;
        }
        if (disconnect.code().startsWith(RefusalCodes.NICKNAME_PREFIX)
                && disconnect instanceof ClientDisconnect.Refused refusal) {
            nameRefused(refusal);
        } else if (INTENDED_DISCONNECTS.contains(disconnect.code())) {
            transcript.notice(disconnect.sentence());
            gracefulExit.printUnconfirmed();
            promptDialogs.askLogInAgain();
        } else if (!ExitCode.isTemporary(disconnect, hasLoggedIn)) {
            transcript.notice(disconnect.sentence());
            if (hasSwitchedServer && ExitCode.allowsAnotherServer(disconnect)) {
                stayOffline("You are not connected. /reconnect tries again");
            } else {
                exit.accept(ExitCode.of(disconnect));
            }
        } else {
            lost(disconnect);
        }
    }

    private void nameRefused(ClientDisconnect.Refused refusal) {
        String available = String.join(" or ", refusal.suggestions());
        transcript.notice(refusal.sentence() + (available.isEmpty() ? "" : " Available: " + available + "."));
        if (options.input()) {
            promptDialogs.askNickname();
        } else {
            exit.accept(ExitCode.NAME_REFUSED);
        }
    }

    private void lost(ClientDisconnect disconnect) {
        attempts++;
        transcript.notice(disconnect.sentence());
        if (options.reconnect() != ClientOptions.ASK && attempts > options.reconnect()) {
            exitWith(ExitCode.LOST);
            return;
        }
        Duration wait = attempts == 1 ? FIRST_WAIT.plus(backoff.next()) : backoff.next();
        promptDialogs.askReconnect(wait, session::connect);
    }

    private void updatePrompt() {
        List<PendingMessage> waiting = session.pendingMessages();
        if (waiting.isEmpty()) {
            pendingShown = false;
        }
        if (promptDialogs.current() == PromptDialogs.Kind.NONE) {
            String roomTag = room.equals(LOBBY) ? "" : " #" + room;
            terminal.prompt(
                    transcript.prompt(session.name() + roomTag, pendingShown ? waiting : List.of(), PENDING_SHOWN));
        }
    }

    @Override
    public void onTimeout() {
        exitWith(options.count() > 0 ? ExitCode.OTHER_ERROR : ExitCode.SUCCESS);
    }

    @Override
    public void onInterrupt() {
        exitWith(ExitCode.INTERRUPTED);
    }

    private void exitWith(int code) {
        promptDialogs.stopCountdown();
        gracefulExit.start(code);
    }
}
