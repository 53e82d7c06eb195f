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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** The interactive client: prints events, sends typed lines, and asks questions. */
final class InteractiveClient implements ClientMode, SessionListener, ClientTerminal.InputListener {

    private static final String LOBBY = "lobby";
    private static final Set<String> SENT_BY_WILL = Set.of("quit", "sent-off", "replaced");
    private static final Duration PENDING_SHOWN_AFTER = Duration.ofMillis(300);
    private static final Duration TIME_TO_READ = Duration.ofSeconds(3);
    private static final int PENDING_SHOWN = 3;

    private final ClientOptions clientOptions;
    private final ClientTerminal clientTerminal;
    private final TranscriptView transcriptView;
    private final ConfigDirectory configDirectory;
    private final ClientEventLoop clientEventLoop;
    private final IntConsumer exit;
    private final PromptDialogs promptDialogs;
    private final GracefulExit gracefulExit;
    private final ClientCommands own = new ClientCommands(this);
    private final AtomicReference<Completion.Known> known = new AtomicReference<>(Completion.Known.NOTHING);
    private final Set<String> entered = new HashSet<>();
    private Backoff backoff = new Backoff(Math::random);
    private ClientSession clientSession;
    private String room;
    private int attempts;
    private int heard;
    private boolean been;
    private boolean moved;
    private boolean pendingShown;
    private boolean pendingDue;
    private boolean armed;

    /** @param exit receives the exit code, once */
    InteractiveClient(
            ClientOptions clientOptions,
            ClientTerminal clientTerminal,
            MessageFormatter messageFormatter,
            ConfigDirectory configDirectory,
            ClientEventLoop clientEventLoop,
            IntConsumer exit) {
        this.clientOptions = clientOptions;
        this.clientTerminal = clientTerminal;
        this.transcriptView = new TranscriptView(messageFormatter, clientTerminal);
        this.configDirectory = configDirectory;
        this.clientEventLoop = clientEventLoop;
        this.exit = exit;
        this.promptDialogs = new PromptDialogs(clientTerminal, clientEventLoop);
        this.gracefulExit = new GracefulExit(clientEventLoop, () -> clientSession, transcriptView, exit);
        this.room = clientOptions.room();
        this.clientSession =
                new ClientSession(clientOptions.serverAddress(), clientOptions.login(), clientEventLoop, this);
        clientSession.join(room, clientOptions.subscribeFrom());
    }

    @Override
    public void start() {
        if (clientOptions.input()) {
            clientTerminal.open(this, new Completion(known::get));
        }
        clientTerminal.setHistoryFile(configDirectory.typedAt(clientSession.serverAddress()));
        if (clientOptions.login().name().isEmpty()) {
            promptDialogs.name();
        } else {
            come();
        }
    }

    private void come() {
        promptDialogs.none();
        talk();
        clientSession.connect();
    }

    @Override
    public void typed(Prompt.Kind kind, String line) {
        clientEventLoop.execute(() -> {
            armed = false;
            if (kind == Prompt.Kind.TALK) {
                own.run(ParsedInput.read(line));
            } else {
                answeredQuestion(line);
            }
        });
    }

    @Override
    public void interrupted(boolean cleared) {
        clientEventLoop.execute(() -> {
            if (armed && !cleared) {
                leave(ExitCode.INTERRUPTED);
                return;
            }
            armed = true;
            if (!cleared) {
                transcriptView.notice("Press Ctrl+C once more to leave.");
            }
        });
    }

    @Override
    public void ended() {
        clientEventLoop.execute(
                () -> leave(promptDialogs.asked() == PromptDialogs.Kind.COME_BACK ? ExitCode.LOST : ExitCode.FINE));
    }

    private void answeredQuestion(String line) {
        PromptDialogs.Answer answer = PromptDialogs.read(line);
        switch (promptDialogs.asked()) {
            case NAME -> {
                if (answer != PromptDialogs.Answer.NONE) {
                    clientSession.setNickname(line.strip());
                    come();
                }
            }
            case COME_BACK -> {
                if (answer == PromptDialogs.Answer.NO) {
                    leave(ExitCode.LOST);
                } else {
                    giveBack(answer, line);
                    reconnect();
                }
            }
            case START_OVER -> {
                if (answer == PromptDialogs.Answer.YES) {
                    startOver(clientSession.serverAddress());
                } else {
                    leave(ExitCode.FINE);
                }
            }
            case NOTHING -> giveBack(answer, line);
        }
    }

    /** Restores a line that the user typed before the question was printed. */
    private void giveBack(PromptDialogs.Answer answer, String line) {
        if (answer == PromptDialogs.Answer.OTHER) {
            clientTerminal.restoreInput(line);
        }
    }

    ClientSession clientSession() {
        return clientSession;
    }

    /** Returns the room that typed lines go to. */
    String room() {
        return room;
    }

    TranscriptView transcriptView() {
        return transcriptView;
    }

    ServerBookmarks servers() {
        return configDirectory.servers(this::tlsTrust);
    }

    /** Returns the trust for servers with TLS. */
    TlsTrust tlsTrust() {
        TlsTrust said = clientOptions.serverAddress().tlsTrust();
        return said == null ? TlsTrust.usual() : said;
    }

    /** Switches to a room, which is joined if necessary. */
    void join(String name) {
        room = name;
        clientSession.join(name, SubscribeFrom.USUAL);
        talk();
    }

    /** Leaves a room, and switches to another if it was the current one. */
    void leave(String name) {
        clientSession.leave(name).forEach(pendingMessage -> onRefused(pendingMessage, "You have left " + name + "."));
        entered.remove(name);
        if (name.equals(room)) {
            List<RoomState> rooms = clientSession.roomStates();
            join(rooms.isEmpty() ? LOBBY : rooms.get(rooms.size() - 1).room());
        }
    }

    /** Disconnects from this server and asks for the next step. */
    void quit() {
        promptDialogs.hold();
        gracefulExit.printUnsent();
        clientSession.quit(() -> promptDialogs.startOver());
    }

    /** Connects to another server, or to this one again. */
    void startOver(ServerAddress serverAddress) {
        promptDialogs.hold();
        gracefulExit.printUnsent();
        ClientSession before = clientSession;
        before.quit(() -> {
            been = false;
            moved = true;
            entered.clear();
            promptDialogs.none();
            room = serverAddress.equals(before.serverAddress()) ? clientOptions.room() : LOBBY;
            clientSession = new ClientSession(
                    serverAddress, clientOptions.loginAt(serverAddress, before.name()), clientEventLoop, this);
            clientSession.join(room, SubscribeFrom.USUAL);
            clientTerminal.setHistoryFile(configDirectory.typedAt(serverAddress));
            transcriptView.notice("Going to " + serverAddress + " …");
            come();
        });
    }

    /** Disconnects from this server and stays offline. */
    void away() {
        promptDialogs.hold();
        gracefulExit.printUnsent();
        clientSession.quit(() -> stay("You have left " + clientSession.serverAddress() + ". /reconnect goes back"));
    }

    /** Stays offline, and prints the options. */
    private void stay(String sentence) {
        transcriptView.notice(sentence + ", /server join NAME goes to another.");
        promptDialogs.none();
        talk();
    }

    /** Opens a new connection to this server. */
    void reconnect() {
        promptDialogs.hold();
        transcriptView.notice("Connecting to " + clientSession.serverAddress() + " …");
        clientSession.connect();
    }

    @Override
    public void onConnected() {
        boolean returning = been;
        been = true;
        attempts = 0;
        backoff = new Backoff(Math::random);
        promptDialogs.none();
        if (returning) {
            transcriptView.notice("You are back as " + clientSession.name() + ".");
        }
        talk();
    }

    @Override
    public void onEvent(ReceivedEvent what) {
        if (clientOptions.isEnough(heard)) {
            return;
        }
        if (!(what.clientEvent() instanceof ClientEvent.Welcome) || entered.add(what.room())) {
            transcriptView.show(what, room, clientSession.name());
        }
        if (what.clientEvent() instanceof ClientEvent.Welcome welcome && !welcome.recovered()) {
            transcriptView.notice("Something said in " + what.room() + " meanwhile may be missing here.");
        }
        if (what.clientEvent() instanceof ClientEvent.Renamed renamed
                && renamed.to().equals(clientSession.name())) {
            talk();
        }
        known.set(Completion.Known.of(clientSession, room));
        if (what.isFromOther(clientSession.name()) && clientOptions.isEnough(++heard)) {
            leave(ExitCode.FINE);
        }
    }

    @Override
    public void onReply(List<String> lines) {
        transcriptView.answer(own.answer(lines));
    }

    @Override
    public void onStored(PendingMessage pendingMessage) {
        // A message is printed when it is received, in its place among the others.
    }

    @Override
    public void onRefused(PendingMessage pendingMessage, String sentence) {
        transcriptView.refused(pendingMessage.text(), sentence);
    }

    @Override
    public void onRoomRefused(String name, String sentence) {
        transcriptView.notice(sentence);
        if (name.equals(room)) {
            List<RoomState> rooms = clientSession.roomStates();
            join(rooms.isEmpty() ? LOBBY : rooms.get(rooms.size() - 1).room());
        }
    }

    @Override
    public void onPendingChanged() {
        if (pendingShown) {
            talk();
        } else if (!pendingDue && !clientSession.waiting().isEmpty()) {
            pendingDue = true;
            clientEventLoop.schedule(PENDING_SHOWN_AFTER, this::showPending);
        }
    }

    private void showPending() {
        pendingDue = false;
        pendingShown = !clientSession.waiting().isEmpty();
        if (pendingShown) {
            talk();
        }
    }

    @Override
    public void onDisconnected(ClientDisconnect how) {
        if (gracefulExit.hasBegun()) {
            gracefulExit.cutShort();
            return;
        }
        if (how.code().startsWith("name-") && how instanceof ClientDisconnect.Refused refusal) {
            nameRefused(refusal);
        } else if (SENT_BY_WILL.contains(how.code())) {
            transcriptView.notice(how.sentence());
            gracefulExit.printUnsent();
            promptDialogs.startOver();
        } else if (!ExitCode.passes(how, been)) {
            transcriptView.notice(how.sentence());
            if (moved && ExitCode.leavesChoice(how)) {
                stay("You are at no server. /reconnect tries it again");
            } else {
                exit.accept(ExitCode.of(how));
            }
        } else {
            lost(how);
        }
    }

    private void nameRefused(ClientDisconnect.Refused refusal) {
        String free = String.join(" or ", refusal.suggestions());
        transcriptView.notice(refusal.sentence() + (free.isEmpty() ? "" : " Free are: " + free + "."));
        if (clientOptions.input()) {
            promptDialogs.name();
        } else {
            exit.accept(ExitCode.NAME_REFUSED);
        }
    }

    private void lost(ClientDisconnect how) {
        attempts++;
        transcriptView.notice(how.sentence());
        if (clientOptions.reconnect() != ClientOptions.ASK && attempts > clientOptions.reconnect()) {
            leave(ExitCode.LOST);
            return;
        }
        Duration wait = attempts == 1 ? TIME_TO_READ.plus(backoff.next()) : backoff.next();
        promptDialogs.askReconnect(wait, clientSession::connect);
    }

    private void talk() {
        List<PendingMessage> waiting = clientSession.waiting();
        if (waiting.isEmpty()) {
            pendingShown = false;
        }
        if (promptDialogs.asked() == PromptDialogs.Kind.NOTHING) {
            String where = room.equals(LOBBY) ? "" : " #" + room;
            clientTerminal.prompt(transcriptView.prompt(
                    clientSession.name() + where, pendingShown ? waiting : List.of(), PENDING_SHOWN));
        }
    }

    @Override
    public void onTimeout() {
        leave(clientOptions.count() > 0 ? ExitCode.GENERAL : ExitCode.FINE);
    }

    @Override
    public void onInterrupt() {
        leave(ExitCode.INTERRUPTED);
    }

    private void leave(int code) {
        promptDialogs.hold();
        gracefulExit.start(code);
    }
}
