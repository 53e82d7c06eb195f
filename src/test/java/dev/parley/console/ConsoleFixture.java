package dev.parley.console;

import static dev.parley.chat.room.Stages.get;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestResources;
import dev.parley.command.CommandRegistry;
import dev.parley.command.InviteLinks;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/** Runs a chat server and operator commands in the thread of the test: a command is done when it returns. */
final class ConsoleFixture {

    final ManualScheduler scheduler = new ManualScheduler();
    final InMemoryHistory history = new InMemoryHistory(scheduler.clock());
    final ChatServer chatServer = new ChatServer(
            limits(), TestResources.of(history, history, history, scheduler.clock(), scheduler, this::run));
    final List<String> progress = new ArrayList<>();
    final List<DisconnectReason> disconnectReasons = new ArrayList<>();

    private final CommandRegistry<ConsoleContext> commandRegistry =
            ConsoleCommands.registry(new InviteLinks(() -> "https://chat.example/"));

    private boolean stopped;

    private void run(Runnable task) {
        if (stopped) {
            throw new RejectedExecutionException("The server has stopped.");
        }
        task.run();
    }

    /** Rejects all tasks of rooms from now on, as after the shutdown. */
    void stopRooms() {
        stopped = true;
    }

    private static ServerLimits limits() {
        ServerLimits defaults = ServerLimits.defaults();
        return new ServerLimits(
                defaults.names(),
                500,
                0,
                20,
                50,
                3,
                defaults.roomsPerPerson(),
                defaults.grace(),
                defaults.presenceBatchThreshold(),
                Duration.ZERO,
                10);
    }

    /** Executes a command, and returns its reply. */
    String execute(String line) {
        return commandRegistry
                .run(new ConsoleContext(chatServer, Operator.CONSOLE, progress::add, () -> {}), line)
                .toCompletableFuture()
                .join()
                .lines()
                .stream()
                .collect(Collectors.joining("\n"));
    }

    /** Logs in a user and joins the lobby. */
    Session joinLobby(String name, String address) {
        Session session = ((LoginResult.LoggedIn) chatServer
                        .login(
                                LoginRequest.interactive(name, new ClientInfo("terminal", "line", address)),
                                new RecordingSubscriber())
                        .toCompletableFuture()
                        .join())
                .session();
        session.join(RoomName.LOBBY, new ReplayFrom.Last(0));
        return session;
    }

    /** Returns all messages of a room. */
    List<Message> messages(String room) {
        return get(history.after(new RoomName(room), 0, Long.MAX_VALUE, Integer.MAX_VALUE))
                .messages();
    }

    private final class RecordingSubscriber implements Subscriber {
        @Override
        public void wake(Cursor cursor) {
            cursor.poll(Integer.MAX_VALUE);
        }

        @Override
        public void onDirectMessage(DirectMessage directMessage) {}

        @Override
        public void disconnect(DisconnectReason disconnectReason) {
            disconnectReasons.add(disconnectReason);
        }
    }
}
