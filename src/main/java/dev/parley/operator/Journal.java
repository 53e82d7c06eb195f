package dev.parley.operator;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import dev.parley.room.Farewell;
import dev.parley.room.House;
import dev.parley.room.Refusal;
import dev.parley.room.Room;
import dev.parley.room.RoomName;
import dev.parley.room.VisibleText;
import dev.parley.room.Watcher;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log of what happens in the house: a line for each event, with key and value for programs that read logs. What
 * people say is never in it, nor a name that somebody only wished for: it might be a password, or a message that came too
 * early. The same refusal or farewell of the same address stands there once a minute at most, so that nobody can fill a
 * disk with it. Called from any thread; does not wait, because standard output is the {@link Printer}'s.
 */
final class Journal implements Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private static final Duration ONCE_IN = Duration.ofMinutes(1);

    /** So many of them are remembered; of more at once some are said again. */
    private static final int REMEMBERED = 1_000;

    private final House house;
    private final Map<String, Instant> said = new LinkedHashMap<>(); // guarded by itself

    Journal(House house) {
        this.house = house;
    }

    @Override
    public void arrived(User user) {
        about("joined", user).log("{} joined", shown(Described.from(user)));
    }

    @Override
    public void departed(User user, String reason) {
        about("left", user)
                .addKeyValue("reason", shown(reason))
                .log("{} left{}", shown(Described.from(user)), shown(reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public void renamed(User user, String from) {
        about("renamed", user)
                .addKeyValue("from", shown(from))
                .log("{} is called {} now", shown(from), shown(user.nickname().text()));
    }

    @Override
    public void opened(Room room) {
        event("room-made").addKeyValue("room", room.name().text()).log("Room {} was made", room.name());
    }

    @Override
    public void ended(Room room) {
        event("room-ended").addKeyValue("room", room.name().text()).log("Room {} has ended", room.name());
    }

    @Override
    public void refused(ClientInfo clientInfo, @Nullable User user, @Nullable RoomName room, Refusal refusal) {
        if (isNew("refused", clientInfo.address(), refusal.code())) {
            LoggingEventBuilder line = about("refused", clientInfo, user).addKeyValue("code", refusal.code());
            if (room != null) {
                line = line.addKeyValue("room", room.text());
            }
            line.log("{} was refused something: {}", shown(described(clientInfo, user)), refusal.code());
        }
    }

    @Override
    public void sentOff(ClientInfo clientInfo, @Nullable User user, Farewell farewell) {
        String code = farewell.code();
        String event = switch (code) {
            case "quit", "shutting-down" -> "";
            case "too-slow" -> "slow-reader";
            case "kicked" -> "kicked";
            default -> "sent-off";
        };
        if (!event.isEmpty() && isNew(event, clientInfo.address(), code)) {
            about(event, clientInfo, user)
                    .addKeyValue("code", code)
                    .log("{} was sent off: {}", shown(described(clientInfo, user)), code);
        }
    }

    @Override
    public void turnedAway(String address, Farewell farewell) {
        if (isNew("turned-away", address, farewell.code())) {
            event("turned-away")
                    .addKeyValue("address", shown(address))
                    .addKeyValue("code", farewell.code())
                    .log("Somebody from {} was turned away: {}", shown(address), farewell.code());
        }
    }

    @Override
    public void imposed(Sanction sanction) {
        about(sanction.kind() == Sanction.Kind.BAN ? "banned" : "muted", sanction);
    }

    @Override
    public void lifted(Sanction sanction) {
        about(sanction.kind() == Sanction.Kind.BAN ? "unbanned" : "unmuted", sanction);
    }

    private static void about(String event, Sanction sanction) {
        Nickname nickname = sanction.nickname();
        String address = sanction.address();
        String whom = nickname == null ? String.valueOf(address) : nickname.text();
        LoggingEventBuilder line = event(event);
        if (nickname != null) {
            line = line.addKeyValue("person", shown(nickname.text()));
        }
        if (address != null) {
            line = line.addKeyValue("address", shown(address));
        }
        line.log("{} was {}", shown(whom), event);
    }

    private static LoggingEventBuilder event(String event) {
        return LOG.atInfo().addKeyValue("event", event);
    }

    private static LoggingEventBuilder about(String event, User user) {
        return about(event, user.clientInfo(), user);
    }

    private static LoggingEventBuilder about(String event, ClientInfo clientInfo, @Nullable User user) {
        LoggingEventBuilder line = event(event);
        if (user != null) {
            line = line.addKeyValue("person", shown(user.nickname().text()));
        }
        return line.addKeyValue("address", shown(clientInfo.address())).addKeyValue("dialect", clientInfo.dialect());
    }

    private static String described(ClientInfo clientInfo, @Nullable User user) {
        return user == null
                ? "Somebody (" + clientInfo.dialect() + ", " + clientInfo.address() + ")"
                : Described.from(user);
    }

    private static String shown(String text) {
        return VisibleText.line(text);
    }

    private boolean isNew(String event, String address, String code) {
        String key = event + " " + code + " " + address;
        Instant now = house.now();
        synchronized (said) {
            Instant last = said.get(key);
            if (last != null && now.isBefore(last.plus(ONCE_IN))) {
                return false;
            }
            said.remove(key);
            said.put(key, now);
            if (said.size() > REMEMBERED) {
                said.remove(said.keySet().iterator().next());
            }
            return true;
        }
    }
}
