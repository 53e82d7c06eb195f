package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Checks that a client cannot fill the log. */
class EventLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(EventLog.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final ConsoleFixture fixture = new ConsoleFixture();
    private final EventLog log = new EventLog(fixture.chatServer);

    @BeforeEach
    void startLog() {
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    @AfterEach
    void stopLog() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }

    @Test
    void loginsAndLogoutsOfOneAddressAreBoundedAndCounted() {
        User eve = user("eve", "192.0.2.7");
        User ada = user("ada", "192.0.2.8");
        for (int i = 0; i < 500; i++) {
            log.onLogin(eve);
            log.onLogout(eve, "");
        }
        log.onLogin(ada);

        assertThat(lines())
                .hasSize(122)
                .contains("Further events of 192.0.2.7 are not logged until the minute is over.")
                .endsWith("ada (line, 192.0.2.8) joined");

        fixture.scheduler.advanceTime(Duration.ofMinutes(1));
        log.onLogin(ada);

        assertThat(lines()).hasSize(124).contains("880 events were not logged in the latest minute: 880 of 192.0.2.7.");
    }

    @Test
    void nicknameChangesOfOneAddressAreBounded() {
        User eve = user("eve", "192.0.2.7");
        for (int i = 0; i < 500; i++) {
            log.onRenamed(eve, "mallory");
        }

        assertThat(lines()).hasSize(121);
    }

    @Test
    void createdAndRemovedRoomsAreBounded() {
        fixture.joinLobby("eve", "192.0.2.7");
        Room room = fixture.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        for (int i = 0; i < 500; i++) {
            log.onRoomOpened(room);
            log.onRoomClosed(room);
        }

        assertThat(lines()).hasSize(121).endsWith("Further events of rooms are not logged until the minute is over.");
    }

    @Test
    void linesOfAllAddressesAreBounded() {
        for (int i = 0; i < 2_000; i++) {
            log.onLogin(user("eve" + i, "198.51." + i / 250 + "." + i % 250));
        }

        assertThat(lines()).hasSizeBetween(600, 610);

        fixture.scheduler.advanceTime(Duration.ofMinutes(1));
        log.onLogin(user("ada", "192.0.2.8"));

        assertThat(lines()).anyMatch(line -> line.startsWith("1400 events were not logged in the latest minute: "));
    }

    @Test
    void refusalsOfOneIpv6NetworkAreLoggedOnceAMinute() {
        for (int i = 0; i < 500; i++) {
            ClientInfo client = new ClientInfo("terminal", "line", "2001:db8::" + Integer.toHexString(i));
            log.onRefused(client, null, null, Refusal.messageEmpty());
        }

        assertThat(lines()).hasSize(1);
    }

    @Test
    void refusalsOfAllAddressesAreBounded() {
        for (int i = 0; i < 2_000; i++) {
            ClientInfo client = new ClientInfo("terminal", "line", "198.51." + i / 250 + "." + i % 250);
            log.onRefused(client, null, null, Refusal.messageEmpty());
        }

        assertThat(lines()).hasSizeBetween(600, 610);
    }

    private static User user(String name, String address) {
        return new User(name, Nickname.of(name), new ClientInfo("terminal", "line", address), Instant.EPOCH);
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
