package dev.parley.client;

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
import dev.parley.text.RoomName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The interactive client: prints events, sends typed lines, and asks questions. Its {@link ClientState} changes only in
 * {@link #enter}.
 */
final class InteractiveClient implements ClientMode, SessionListener, ClientTerminal.InputListener {

    private static final String LOBBY = RoomName.LOBBY.text();

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
    private final MessagePrompt messagePrompt;
    private final ClientSession firstSession;
    private ClientState state = ClientState.OFFLINE;
    private final ReconnectAttempts attempts = new ReconnectAttempts();
    private ClientSession session;
    private String room;
    private int received;
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
        this.transcript = new TranscriptView(formatter, terminal, new Notifications(options.bell()), loop);
        this.directory = directory;
        this.loop = loop;
        this.exit = exit;
        this.promptDialogs = new PromptDialogs(terminal, loop);
        this.gracefulExit = new GracefulExit(loop, () -> session, transcript, this::exitNow);
        this.messagePrompt = new MessagePrompt(
                terminal, transcript, loop, () -> new MessagePrompt.View(state.prompt(), session, room));
        this.room = options.room();
        this.firstSession = new ClientSession(options.serverAddress(), options.login(), loop, this);
        this.session = firstSession;
        session.join(room, options.subscribeFrom());
    }

    private void enter(ClientState next) {
        promptDialogs.stopCountdown();
        state = state.to(next);
        switch (next) {
            case OFFLINE, LOGGED_IN -> updatePrompt();
            case CONNECTING -> {
                updatePrompt();
                session.connect();
            }
            case RECONNECTING -> {
                promptDialogs.showReconnecting(attempts.count());
                session.connect();
            }
            case ASKING_NICKNAME -> promptDialogs.askNickname();
            case ASKING_LOGIN_AGAIN -> promptDialogs.askLoginAgain();
            case ASKING_RECONNECT, LOGGING_OUT, EXITING, EXITED -> {}
        }
    }

    @Override
    public void start() {
        if (options.input()) {
            terminal.open(this, new Completion(known::get));
        }
        terminal.setHistoryFile(directory.inputHistory(session.serverAddress()));
        enter(options.login().name().isEmpty() ? ClientState.ASKING_NICKNAME : ClientState.CONNECTING);
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
            } else if (!cleared) {
                transcript.notice("Press Ctrl+C again to quit.");
            }
            quitArmed = true;
        });
    }

    @Override
    public void ended() {
        loop.execute(() -> exitWith(state.isAfterLoss() ? ExitCode.LOST : ExitCode.SUCCESS));
    }

    private void onAnswer(String line) {
        PromptDialogs.Answer answer = PromptDialogs.parse(line);
        switch (state) {
            case ASKING_NICKNAME -> {
                if (answer != PromptDialogs.Answer.EMPTY) {
                    session.setNickname(line.strip());
                    enter(ClientState.CONNECTING);
                }
            }
            case ASKING_RECONNECT, RECONNECTING -> {
                if (answer == PromptDialogs.Answer.NO) {
                    exitWith(ExitCode.LOST);
                } else {
                    restoreInput(answer, line);
                    reconnect();
                }
            }
            case ASKING_LOGIN_AGAIN -> {
                if (answer == PromptDialogs.Answer.YES) {
                    switchTo(session.serverAddress());
                } else {
                    exitWith(ExitCode.SUCCESS);
                }
            }
            default -> restoreInput(answer, line);
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
        return directory.servers(options::tlsTrust);
    }

    /** Switches to a room, which is joined if necessary; {@code key} is that of a private room. */
    void join(String name, @Nullable String key) {
        room = name;
        transcript.notifications().clear(name);
        session.join(name, SubscribeFrom.DEFAULT.withKey(key));
        updatePrompt();
    }

    /** Leaves a room, and switches to another if it was the current one. */
    void leave(String name) {
        session.leave(name).forEach(pending -> onRefused(pending, "You have left " + name + "."));
        forget(name);
    }

    private void forget(String name) {
        joinedRooms.remove(name);
        transcript.notifications().clear(name);
        if (name.equals(room)) {
            List<RoomState> rooms = session.roomStates();
            join(rooms.isEmpty() ? LOBBY : rooms.get(rooms.size() - 1).room(), null);
        }
    }

    /** Disconnects from this server and asks for the next step. */
    void quit() {
        logOut(() -> enter(ClientState.ASKING_LOGIN_AGAIN));
    }

    /** Connects to another server, or to this one again. */
    void switchTo(ServerAddress address) {
        ClientSession before = session;
        logOut(() -> {
            joinedRooms.clear();
            transcript.notifications().clear();
            room = address.equals(before.serverAddress()) ? options.room() : LOBBY;
            session = new ClientSession(address, options.loginFor(address, before.name()), loop, this);
            session.join(room, SubscribeFrom.DEFAULT);
            terminal.setHistoryFile(directory.inputHistory(address));
            transcript.notice("Connecting to " + address + " …");
            enter(ClientState.CONNECTING);
        });
    }

    /** Disconnects from this server, and stays offline. */
    void goOffline() {
        logOut(() ->
                stayOffline("You have disconnected from " + session.serverAddress() + ". /reconnect connects again"));
    }

    private void logOut(Runnable then) {
        if (isLeaving()) {
            return;
        }
        enter(ClientState.LOGGING_OUT);
        gracefulExit.printUnconfirmed();
        session.quit(() -> {
            // The exit may have begun meanwhile.
            if (state == ClientState.LOGGING_OUT) {
                then.run();
            }
        });
    }

    private boolean isLeaving() {
        if (state.isLeaving()) {
            transcript.notice("The client is disconnecting. Try again after that.");
        }
        return state.isLeaving();
    }

    /** Stays offline, and prints the options. */
    private void stayOffline(String sentence) {
        transcript.notice(sentence + ", /server join NAME connects to another server.");
        enter(ClientState.OFFLINE);
    }

    /** Opens a new connection to this server. */
    void reconnect() {
        if (!isLeaving()) {
            if (!state.isAfterLoss()) {
                transcript.notice("Connecting to " + session.serverAddress() + " …");
            }
            enter(state.isAfterLoss() ? ClientState.RECONNECTING : ClientState.CONNECTING);
        }
    }

    @Override
    public void onConnected() {
        attempts.reset();
        if (session.logins() > 1) {
            transcript.notice("Reconnected as " + session.name() + ".");
        }
        enter(ClientState.LOGGED_IN);
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
        messagePrompt.drawChanges();
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
    public void onRoomEnded(String name, String sentence) {
        transcript.notice(sentence);
        forget(name);
    }

    @Override
    public void onPendingChanged() {
        messagePrompt.onPendingChanged();
    }

    @Override
    public void onAbsenceChanged() {
        messagePrompt.drawChanges();
    }

    @Override
    public void onDisconnected(ClientDisconnect disconnect) {
        if (state == ClientState.EXITING) {
            gracefulExit.onConnectionLost();
            return;
        }
        switch (AfterDisconnect.of(disconnect, session.logins() > 0, session == firstSession)) {
            case ASK_NICKNAME -> nameRefused(disconnect);
            case ASK_LOGIN_AGAIN -> {
                transcript.notice(disconnect.sentence());
                gracefulExit.printUnconfirmed();
                enter(ClientState.ASKING_LOGIN_AGAIN);
            }
            case RECONNECT -> lost(disconnect);
            case STAY_OFFLINE -> {
                transcript.notice(disconnect.sentence());
                stayOffline("You are not connected. /reconnect tries again");
            }
            case EXIT -> {
                transcript.notice(disconnect.sentence());
                exitNow(ExitCode.of(disconnect));
            }
        }
    }

    private void nameRefused(ClientDisconnect refusal) {
        String available = String.join(" or ", refusal.suggestions());
        transcript.notice(refusal.sentence() + (available.isEmpty() ? "" : " Available: " + available + "."));
        if (options.input()) {
            enter(ClientState.ASKING_NICKNAME);
        } else {
            exitNow(ExitCode.NAME_REFUSED);
        }
    }

    private void lost(ClientDisconnect disconnect) {
        attempts.add();
        if (attempts.isNewReason(disconnect)) {
            transcript.notice(disconnect.sentence());
        }
        if (options.reconnect() != ClientOptions.ASK && attempts.count() > options.reconnect()) {
            exitWith(ExitCode.LOST);
            return;
        }
        enter(ClientState.ASKING_RECONNECT);
        promptDialogs.askReconnect(
                attempts.count(), attempts.nextWait(disconnect), () -> enter(ClientState.RECONNECTING));
    }

    /** Draws the prompt and the status line again. */
    void updatePrompt() {
        messagePrompt.draw();
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
        if (state.allows(ClientState.EXITING)) {
            enter(ClientState.EXITING);
            gracefulExit.start(code);
        }
    }

    private void exitNow(int code) {
        if (state.allows(ClientState.EXITED)) {
            enter(ClientState.EXITED);
            exit.accept(code);
        }
    }
}
