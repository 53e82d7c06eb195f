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
import dev.parley.chat.room.RoomName;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConsoleTest {

    private final ManualScheduler alarms = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(alarms.clock());
    private final ChatServer chatServer = new ChatServer(
            withoutPace(ServerLimits.defaults()),
            new ServerResources(history, history, history, alarms.clock(), alarms, Runnable::run, Runnable::run));
    private final FakeConsole screen = new FakeConsole(true);
    private final ConsolePrinter consolePrinter = ConsolePrinter.onto(screen);
    private final AtomicBoolean shutdown = new AtomicBoolean();

    /** In the server what is logged is printed, too: standard output is the printer's. */
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.getFormattedMessage().lines().forEach(consolePrinter::print);
        }
    };

    @BeforeEach
    void listenToTheLog() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Console.class.getPackageName());
    }

    @Test
    void itTellsWhoComesWhoIsRenamedAndWhoLeaves() {
        open(true);
        Guest ada = new Guest("ada");
        ada.session.rename("lovelace");
        ada.session.close(CloseCause.LOST);

        awaitShown(
                "ada (line, 192.0.2.7) joined",
                "ada is called lovelace now",
                "lovelace (line, 192.0.2.7) left: connection lost");
    }

    @Test
    void itTellsWhatIsSaidInEveryRoomAlsoInOneThatIsNew() {
        open(true);
        Guest ada = new Guest("ada");
        ada.session.join(new RoomName("tea"), new ReplayFrom.Last(0));
        ada.session.publish(RoomName.LOBBY, "hello", false, null);
        ada.session.publish(new RoomName("tea"), "waves", true, null);

        awaitShown("lobby <ada> hello");
        awaitShown("tea * ada waves");
    }

    @Test
    void itTellsNothingOfWhatIsSaidWhereMessagesAreNotToBeShown() {
        open(false);
        Guest ada = new Guest("ada");
        ada.session.publish(RoomName.LOBBY, "hello", false, null);
        ada.session.close(CloseCause.QUIT);

        awaitShown("ada (line, 192.0.2.7) left");
        assertThat(screen.shown()).noneMatch(line -> line.contains("hello"));
    }

    @Test
    void controlsAreShownAsEscapesAndNoLineCanPassForAnother() {
        open(true);
        Guest ada = new Guest("ada");
        ada.session.publish(RoomName.LOBBY, "\u001b[2Jboo\nlobby <bob> I quit", false, null);

        awaitShown("lobby <ada> \\x1b[2Jboo", "    lobby <bob> I quit");
    }

    @Test
    void aPlainLineIsSaidInEveryRoomByServerAndNotRepeatedHere() {
        open(true);
        Guest ada = new Guest("ada");
        ada.session.join(new RoomName("tea"), new ReplayFrom.Last(0));
        screen.type("good evening");
        screen.type("//etc is a folder");

        await().untilAsserted(() -> assertThat(ada.heard())
                .containsExactlyInAnyOrder(
                        "lobby <Server> good evening",
                        "tea <Server> good evening",
                        "lobby <Server> /etc is a folder",
                        "tea <Server> /etc is a folder"));
        assertThat(screen.shown()).noneMatch(line -> line.contains("good evening"));
    }

    @Test
    void aBareCommandIsSaidAndTheCommandIsPointedOut() {
        open(true);
        Guest ada = new Guest("ada");
        screen.type("shutdown");

        awaitShown("Sent to all rooms. If you meant the command: /shutdown");
        assertThat(ada.heard()).containsExactly("lobby <Server> shutdown");
        assertThat(shutdown).isFalse();
    }

    @Test
    void aLineThatIsTooLongIsRefusedInWords() {
        open(true);
        screen.type("x".repeat(501));

        awaitShown("The message has 501 characters; at most 500 are allowed. Shorten it or send it in parts.");
    }

    @Test
    void sayIsHeardInOneRoomOnly() {
        open(true);
        Guest ada = new Guest("ada");
        ada.session.join(new RoomName("tea"), new ReplayFrom.Last(0));
        screen.type("/say #tea is ready");
        screen.type("\\say nowhere hello");
        screen.type("/say tea");

        awaitShown("There is no room “nowhere”. /rooms lists the rooms.", "Say in which room and what: /say ROOM TEXT");
        assertThat(ada.heard()).containsExactly("tea <Server> is ready");
    }

    @Test
    void kickSendsOnePersonOff() {
        open(true);
        Guest ada = new Guest("ada");
        Guest bob = new Guest("bob");
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
    void quitSendsEverybodyOffAndPeopleMayComeBack() {
        open(true);
        Guest ada = new Guest("ada");
        Guest bob = new Guest("bob");
        screen.type("\\quit");

        awaitShown("2 people were disconnected; the server keeps running.");
        assertThat(ada.disconnectReasons).extracting(DisconnectReason::code).containsExactly("sent-off");
        assertThat(bob.disconnectReasons).extracting(DisconnectReason::code).containsExactly("sent-off");
        assertThat(new Guest("ada").session.user().nickname().text()).isEqualTo("ada");
    }

    @Test
    void whoAndRoomsListWhoIsHereAndWhere() {
        open(true);
        screen.type("/who");
        awaitShown("No one is here.");
        new Guest("bob");
        new Guest("ada");
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
    void shutdownBeginsTheEnd() {
        open(true);
        screen.type("/shutdown");

        await().untilTrue(shutdown);
    }

    @Test
    void anUnknownCommandIsToldToNobody() {
        open(true);
        Guest ada = new Guest("ada");
        screen.type("/shutdwon");

        awaitShown("There is no command /shutdwon. Did you mean /shutdown?");
        assertThat(ada.heard()).isEmpty();
        assertThat(shutdown).isFalse();
    }

    /** Time stands still here, so no commit may have to wait for the next. */
    private static ServerLimits withoutPace(ServerLimits rules) {
        return new ServerLimits(
                rules.names(),
                rules.messageLength(),
                rules.rate(),
                rules.burst(),
                rules.replay(),
                rules.rooms(),
                rules.roomsPerPerson(),
                rules.grace(),
                rules.crowd(),
                Duration.ZERO);
    }

    private void open(boolean showMessages) {
        Console console = new Console(chatServer, screen, consolePrinter, showMessages, () -> shutdown.set(true));
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

    /** Somebody in the lobby who hears what is said. */
    private final class Guest implements Subscriber {
        private final List<DisconnectReason> disconnectReasons = new CopyOnWriteArrayList<>();
        private final List<String> heard = new ArrayList<>(); // guarded by itself
        private final Session session;

        Guest(String name) {
            session = ((LoginResult.LoggedIn) chatServer
                            .login(
                                    LoginRequest.interactive(name, new ClientInfo("terminal", "line", "192.0.2.7")),
                                    this)
                            .toCompletableFuture()
                            .join())
                    .session();
            session.join(RoomName.LOBBY, new ReplayFrom.Last(0));
        }

        List<String> heard() {
            synchronized (heard) {
                return List.copyOf(heard);
            }
        }

        @Override
        public void wake(Cursor cursor) {
            synchronized (heard) {
                for (Delivery delivery : cursor.poll(100)) {
                    if (delivery.event() instanceof RoomEvent.Said said) {
                        heard.add(cursor.room().name() + " <" + said.message().name() + "> "
                                + said.message().text());
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
