package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestResources;
import dev.parley.command.InviteLinks;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Checks the output of the console and the effect of typed lines. */
class ConsoleTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(scheduler.clock());
    private final ChatServer chatServer = new ChatServer(
            withoutCommitInterval(ServerLimits.defaults()),
            TestResources.of(history, history, history, scheduler.clock(), scheduler, Runnable::run));
    private final FakeConsole screen = new FakeConsole(true);
    private final ConsolePrinter consolePrinter = ConsolePrinter.onto(screen);
    private final AtomicBoolean shutdown = new AtomicBoolean();

    /** Prints log events, as in the server, whose log goes to the console. */
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.getFormattedMessage().lines().forEach(consolePrinter::print);
        }
    };

    @BeforeEach
    void addLogAppender() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void removeLogAppender() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Console.class.getPackageName());
    }

    @Test
    void consolePrintsJoinsRenamesAndLeaves() {
        open(true);
        TestUser ada = new TestUser("ada");
        ada.session.rename("lovelace");
        ada.session.close(CloseCause.LOST);

        awaitShown(
                "ada (line, 192.0.2.7) joined",
                "ada is called lovelace now",
                "lovelace (line, 192.0.2.7) left: connection lost");
    }

    @Test
    void consolePrintsTheMessagesOfAllRoomsIncludingNewOnes() {
        open(true);
        TestUser ada = new TestUser("ada");
        ada.session.join(new RoomName("tea"), new ReplayFrom.Last(0));
        ada.session.publish(RoomName.LOBBY, "hello", false, null);
        ada.session.publish(new RoomName("tea"), "waves", true, null);

        awaitShown("lobby <ada> hello");
        awaitShown("tea * ada waves");
    }

    @Test
    void consolePrintsNoMessagesIfTheyAreDisabled() {
        open(false);
        TestUser ada = new TestUser("ada");
        ada.session.publish(RoomName.LOBBY, "hello", false, null);
        ada.session.close(CloseCause.QUIT);

        awaitShown("ada (line, 192.0.2.7) left");
        assertThat(screen.shown()).noneMatch(line -> line.contains("hello"));
    }

    @Test
    void controlCharactersAreEscapedAndFurtherLinesIndented() {
        open(true);
        TestUser ada = new TestUser("ada");
        ada.session.publish(RoomName.LOBBY, "\u001b[2Jboo\nlobby <bob> I quit", false, null);

        awaitShown("lobby <ada> \\x1b[2Jboo", "    lobby <bob> I quit");
    }

    @Test
    void plainLineIsPublishedInEveryRoomAndNotRepeatedOnTheConsole() {
        open(true);
        TestUser ada = new TestUser("ada");
        ada.session.join(new RoomName("tea"), new ReplayFrom.Last(0));
        screen.type("good evening");
        screen.type("//etc is a folder");
        screen.type("\\\\o/");

        await().untilAsserted(() -> assertThat(ada.received())
                .containsExactlyInAnyOrder(
                        "lobby <Server> good evening",
                        "tea <Server> good evening",
                        "lobby <Server> /etc is a folder",
                        "tea <Server> /etc is a folder",
                        "lobby <Server> \\o/",
                        "tea <Server> \\o/"));
        assertThat(screen.shown()).noneMatch(line -> line.contains("good evening"));
    }

    @Test
    void invisibleLineIsRefused() {
        open(true);
        TestUser ada = new TestUser("ada");
        screen.type("\u200b\u2800");

        awaitShown("A message needs at least one visible character.");
        assertThat(ada.received()).isEmpty();
    }

    @Test
    void commandWithoutSlashIsPublishedAndTheCommandSuggested() {
        open(true);
        TestUser ada = new TestUser("ada");
        screen.type("shutdown");

        awaitShown("Sent to all rooms. If you meant the command: /shutdown");
        assertThat(ada.received()).containsExactly("lobby <Server> shutdown");
        assertThat(shutdown).isFalse();
    }

    @Test
    void tooLongLineIsRefusedWithASentence() {
        open(true);
        screen.type("x".repeat(501));

        awaitShown("The message has 501 characters; at most 500 are allowed. Shorten it or send it in parts.");
    }

    @Test
    void sayPublishesInOneRoomOnly() {
        open(true);
        TestUser ada = new TestUser("ada");
        ada.session.join(new RoomName("tea"), new ReplayFrom.Last(0));
        screen.type("/say #tea is ready");
        screen.type("\\say nowhere hello");
        screen.type("/say tea");

        awaitShown("There is no room “nowhere”. /rooms lists the rooms.", "Say in which room and what: /say ROOM TEXT");
        assertThat(ada.received()).containsExactly("tea <Server> is ready");
    }

    @Test
    void kickDisconnectsOneUser() {
        open(true);
        TestUser ada = new TestUser("ada");
        TestUser bob = new TestUser("bob");
        screen.type("/kick ADA too loud");
        screen.type("/kick nobody");

        awaitShown(
                "ada (line, 192.0.2.7) left: kicked: too loud",
                "ada was kicked.",
                "There is no user “nobody”. /who lists the users.");
        assertThat(ada.disconnectReasons).extracting(DisconnectReason::code).containsExactly("kicked");
        assertThat(bob.disconnectReasons).isEmpty();
    }

    @Test
    void quitDisconnectsAllUsersWhoMayLogInAgain() {
        open(true);
        TestUser ada = new TestUser("ada");
        TestUser bob = new TestUser("bob");
        screen.type("\\quit");

        awaitShown("2 people were disconnected; the server keeps running.");
        assertThat(ada.disconnectReasons).extracting(DisconnectReason::code).containsExactly("sent-off");
        assertThat(bob.disconnectReasons).extracting(DisconnectReason::code).containsExactly("sent-off");
        assertThat(new TestUser("ada").session.user().nickname().text()).isEqualTo("ada");
    }

    @Test
    void listCommandsPrintUsersAndRooms() {
        open(true);
        screen.type("/who");
        awaitShown("No one is here.");
        new TestUser("bob");
        new TestUser("ada");
        screen.type("/topic lobby all about tea");
        screen.type("/who");
        screen.type("/rooms");

        awaitShown(
                "lobby is about: all about tea",
                "2 people here:",
                "  ada (line, 192.0.2.7)",
                "  bob (line, 192.0.2.7)",
                "  lobby (2): all about tea");
    }

    @Test
    void shutdownCommandStartsTheShutdown() {
        open(true);
        screen.type("/shutdown");

        await().untilTrue(shutdown);
    }

    @Test
    void unknownCommandIsNotPublished() {
        open(true);
        TestUser ada = new TestUser("ada");
        screen.type("/shutdwon");

        awaitShown("There is no command /shutdwon. /help lists them. To send it as a message, type “//shutdwon”.");
        assertThat(ada.received()).isEmpty();
        assertThat(shutdown).isFalse();
    }

    /** Removes the commit interval, because the clock of this test does not advance. */
    private static ServerLimits withoutCommitInterval(ServerLimits limits) {
        return new ServerLimits(
                limits.names(),
                limits.messageLength(),
                limits.rate(),
                limits.burst(),
                limits.replay(),
                limits.rooms(),
                limits.roomsPerPerson(),
                limits.grace(),
                limits.presenceBatchThreshold(),
                Duration.ZERO,
                10);
    }

    private void open(boolean showMessages) {
        Console console = new Console(
                chatServer,
                new InviteLinks(() -> "https://chat.example/"),
                screen,
                consolePrinter,
                showMessages,
                () -> shutdown.set(true));
        console.startListening();
        console.open();
    }

    private void awaitShown(String... lines) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(screen.shown().stream()
                                .map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d ", ""))
                                .toList())
                        .containsSubsequence(lines));
    }

    /** Joins the lobby and records the messages that it receives. */
    private final class TestUser implements Subscriber {
        private final List<DisconnectReason> disconnectReasons = new CopyOnWriteArrayList<>();
        private final List<String> received = new ArrayList<>(); // guarded by itself
        private final Session session;

        TestUser(String name) {
            session = ((LoginResult.LoggedIn) chatServer
                            .login(
                                    LoginRequest.interactive(name, new ClientInfo("terminal", "line", "192.0.2.7")),
                                    this)
                            .toCompletableFuture()
                            .join())
                    .session();
            session.join(RoomName.LOBBY, new ReplayFrom.Last(0));
        }

        List<String> received() {
            synchronized (received) {
                return List.copyOf(received);
            }
        }

        @Override
        public void wake(Cursor cursor) {
            synchronized (received) {
                for (Delivery delivery : cursor.poll(100)) {
                    if (delivery.event() instanceof RoomEvent.Said said) {
                        received.add(cursor.room().name() + " <"
                                + said.message().name() + "> " + said.message().text());
                    }
                }
            }
        }

        @Override
        public void onDirectMessage(DirectMessage directMessage) {}

        @Override
        public void disconnect(DisconnectReason disconnectReason) {
            disconnectReasons.add(disconnectReason);
        }
    }
}
