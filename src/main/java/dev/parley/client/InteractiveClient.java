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
    private static final Set<String> SENT_BY_WILL =
            Set.of(DisconnectCodes.QUIT, DisconnectCodes.DISCONNECTED_BY_OPERATOR, DisconnectCodes.REPLACED);
    private static final Duration PENDING_SHOWN_AFTER = Duration.ofMillis(300);
    private static final Duration TIME_TO_READ = Duration.ofSeconds(3);
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
    private final AtomicReference<Completion.Known> known = new AtomicReference<>(Completion.Known.NOTHING);
    private final Set<String> entered = new HashSet<>();
    private Backoff backoff = new Backoff(Math::random);
    private ClientSession session;
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
        terminal.setHistoryFile(directory.typedAt(session.serverAddress()));
        if (options.login().name().isEmpty()) {
            promptDialogs.name();
        } else {
            come();
        }
    }

    private void come() {
        promptDialogs.none();
        talk();
        session.connect();
    }

    @Override
    public void typed(Prompt.Kind kind, String line) {
        loop.execute(() -> {
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
        loop.execute(() -> {
            if (armed && !cleared) {
                leave(ExitCode.INTERRUPTED);
                return;
            }
            armed = true;
            if (!cleared) {
                transcript.notice("Press Ctrl+C once more to leave.");
            }
        });
    }

    @Override
    public void ended() {
        loop.execute(
                () -> leave(promptDialogs.asked() == PromptDialogs.Kind.COME_BACK ? ExitCode.LOST : ExitCode.FINE));
    }

    private void answeredQuestion(String line) {
        PromptDialogs.Answer answer = PromptDialogs.read(line);
        switch (promptDialogs.asked()) {
            case NAME -> {
                if (answer != PromptDialogs.Answer.NONE) {
                    session.setNickname(line.strip());
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
                    startOver(session.serverAddress());
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
        TlsTrust said = options.serverAddress().tlsTrust();
        return said == null ? TlsTrust.usual() : said;
    }

    /** Switches to a room, which is joined if necessary. */
    void join(String name) {
        room = name;
        session.join(name, SubscribeFrom.USUAL);
        talk();
    }

    /** Leaves a room, and switches to another if it was the current one. */
    void leave(String name) {
        session.leave(name).forEach(pending -> onRefused(pending, "You have left " + name + "."));
        entered.remove(name);
        if (name.equals(room)) {
            List<RoomState> rooms = session.roomStates();
            join(rooms.isEmpty() ? LOBBY : rooms.get(rooms.size() - 1).room());
        }
    }

    /** Disconnects from this server and asks for the next step. */
    void quit() {
        promptDialogs.hold();
        gracefulExit.printUnsent();
        session.quit(() -> promptDialogs.startOver());
    }

    /** Connects to another server, or to this one again. */
    void startOver(ServerAddress address) {
        promptDialogs.hold();
        gracefulExit.printUnsent();
        ClientSession before = session;
        before.quit(() -> {
            been = false;
            moved = true;
            entered.clear();
            promptDialogs.none();
            room = address.equals(before.serverAddress()) ? options.room() : LOBBY;
            session = new ClientSession(address, options.loginAt(address, before.name()), loop, this);
            session.join(room, SubscribeFrom.USUAL);
            terminal.setHistoryFile(directory.typedAt(address));
            transcript.notice("Going to " + address + " …");
            come();
        });
    }

    /** Disconnects from this server and stays offline. */
    void away() {
        promptDialogs.hold();
        gracefulExit.printUnsent();
        session.quit(() -> stay("You have left " + session.serverAddress() + ". /reconnect goes back"));
    }

    /** Stays offline, and prints the options. */
    private void stay(String sentence) {
        transcript.notice(sentence + ", /server join NAME goes to another.");
        promptDialogs.none();
        talk();
    }

    /** Opens a new connection to this server. */
    void reconnect() {
        promptDialogs.hold();
        transcript.notice("Connecting to " + session.serverAddress() + " …");
        session.connect();
    }

    @Override
    public void onConnected() {
        boolean returning = been;
        been = true;
        attempts = 0;
        backoff = new Backoff(Math::random);
        promptDialogs.none();
        if (returning) {
            transcript.notice("You are back as " + session.name() + ".");
        }
        talk();
    }

    @Override
    public void onEvent(ReceivedEvent what) {
        if (options.isEnough(heard)) {
            return;
        }
        if (!(what.clientEvent() instanceof ClientEvent.Welcome) || entered.add(what.room())) {
            transcript.show(what, room, session.name());
        }
        if (what.clientEvent() instanceof ClientEvent.Welcome welcome && !welcome.recovered()) {
            transcript.notice("Something said in " + what.room() + " meanwhile may be missing here.");
        }
        if (what.clientEvent() instanceof ClientEvent.Renamed renamed
                && renamed.to().equals(session.name())) {
            talk();
        }
        known.set(Completion.Known.of(session, room));
        if (what.isFromOther(session.name()) && options.isEnough(++heard)) {
            leave(ExitCode.FINE);
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
            talk();
        } else if (!pendingDue && !session.waiting().isEmpty()) {
            pendingDue = true;
            loop.schedule(PENDING_SHOWN_AFTER, this::showPending);
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
    public void onDisconnected(ClientDisconnect how) {
        if (gracefulExit.hasBegun()) {
            gracefulExit.cutShort();
            return;
        }
        if (how.code().startsWith(RefusalCodes.NICKNAME_PREFIX) && how instanceof ClientDisconnect.Refused refusal) {
            nameRefused(refusal);
        } else if (SENT_BY_WILL.contains(how.code())) {
            transcript.notice(how.sentence());
            gracefulExit.printUnsent();
            promptDialogs.startOver();
        } else if (!ExitCode.passes(how, been)) {
            transcript.notice(how.sentence());
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
        transcript.notice(refusal.sentence() + (free.isEmpty() ? "" : " Free are: " + free + "."));
        if (options.input()) {
            promptDialogs.name();
        } else {
            exit.accept(ExitCode.NAME_REFUSED);
        }
    }

    private void lost(ClientDisconnect how) {
        attempts++;
        transcript.notice(how.sentence());
        if (options.reconnect() != ClientOptions.ASK && attempts > options.reconnect()) {
            leave(ExitCode.LOST);
            return;
        }
        Duration wait = attempts == 1 ? TIME_TO_READ.plus(backoff.next()) : backoff.next();
        promptDialogs.askReconnect(wait, session::connect);
    }

    private void talk() {
        List<PendingMessage> waiting = session.waiting();
        if (waiting.isEmpty()) {
            pendingShown = false;
        }
        if (promptDialogs.asked() == PromptDialogs.Kind.NOTHING) {
            String where = room.equals(LOBBY) ? "" : " #" + room;
            terminal.prompt(
                    transcript.prompt(session.name() + where, pendingShown ? waiting : List.of(), PENDING_SHOWN));
        }
    }

    @Override
    public void onTimeout() {
        leave(options.count() > 0 ? ExitCode.GENERAL : ExitCode.FINE);
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
