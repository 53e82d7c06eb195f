package dev.parley.console;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.api.DisconnectCodes;
import dev.parley.text.ControlCharEscaper;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log of the server's events: a line per event, with keys and values for programs. Messages are never logged, nor a
 * nickname that was only requested: it might be a password, or a message that was sent too early. Clients cannot fill the
 * disk: the same refusal or reason from the same address (for IPv6 the /64 network) is logged once a minute, logins, logouts
 * and changes of nicknames of an address {@value #MOST_OF_ADDRESS} times, each kind {@value #MOST_OF_ALL} times in all. The
 * log counts what it leaves out. Any thread may call; never waits, because {@link ConsolePrinter} writes standard output.
 */
final class EventLog implements ChatEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private static final Duration ONCE_IN = Duration.ofMinutes(1);

    /** The number of entries that are remembered; beyond it some are logged again. */
    private static final int REMEMBERED = 1_000;

    private static final String ROOMS = "rooms";

    /** The lines about users of one address per minute, and about rooms. */
    private static final int MOST_OF_ADDRESS = 120;

    /** The lines about all users and rooms per minute, and those about refusals and disconnected clients. */
    private static final int MOST_OF_ALL = 600;

    private final ChatServer server;
    private final LogLimiter userLines; // guarded by itself
    private final LogLimiter faultLines; // guarded by itself
    private final Map<String, Instant> said = new LinkedHashMap<>(); // guarded by itself

    EventLog(ChatServer server) {
        this.server = server;
        this.userLines = new LogLimiter(server::now, MOST_OF_ADDRESS, MOST_OF_ALL);
        this.faultLines = new LogLimiter(server::now, MOST_OF_ALL, MOST_OF_ALL);
    }

    @Override
    public void onLogin(User user) {
        if (isWithinLimit(user)) {
            about("joined", user).log("{} joined", shown(ConsoleFormat.from(user)));
        }
    }

    @Override
    public void onLogout(User user, String reason) {
        if (isWithinLimit(user)) {
            about("left", user)
                    .addKeyValue("reason", shown(reason))
                    .log("{} left{}", shown(ConsoleFormat.from(user)), shown(reason.isEmpty() ? "" : ": " + reason));
        }
    }

    @Override
    public void onRenamed(User user, String from) {
        if (isWithinLimit(user)) {
            about("renamed", user)
                    .addKeyValue("from", shown(from))
                    .log(
                            "{} is called {} now",
                            shown(from),
                            shown(user.nickname().text()));
        }
    }

    @Override
    public void onRoomOpened(Room room) {
        if (isWithinLimit(userLines, ROOMS, ROOMS)) {
            event("room-made").addKeyValue("room", room.name().text()).log("Room {} was made", room.name());
        }
    }

    @Override
    public void onRoomClosed(Room room) {
        if (isWithinLimit(userLines, ROOMS, ROOMS)) {
            event("room-ended").addKeyValue("room", room.name().text()).log("Room {} has ended", room.name());
        }
    }

    @Override
    public void onRefused(ClientInfo clientInfo, @Nullable User user, @Nullable RoomName room, Refusal refusal) {
        if (isNew("refused", clientInfo.address(), refusal.code())) {
            LoggingEventBuilder line = about("refused", clientInfo, user).addKeyValue("code", refusal.code());
            if (room != null) {
                line = line.addKeyValue("room", room.text());
            }
            line.log("{} sent a request that was refused: {}", shown(described(clientInfo, user)), refusal.code());
        }
    }

    @Override
    public void onDisconnected(ClientInfo clientInfo, @Nullable User user, DisconnectReason reason) {
        String code = reason.code();
        String event = switch (code) {
            case DisconnectCodes.QUIT, DisconnectCodes.SHUTTING_DOWN -> "";
            case DisconnectCodes.TOO_SLOW -> "slow-reader";
            case DisconnectCodes.KICKED -> "kicked";
            default -> "disconnected";
        };
        if (!event.isEmpty() && isNew(event, clientInfo.address(), code)) {
            about(event, clientInfo, user)
                    .addKeyValue("code", code)
                    .log("{} was disconnected: {}", shown(described(clientInfo, user)), code);
        }
    }

    @Override
    public void onConnectionRefused(String address, DisconnectReason reason) {
        if (isNew("connection-refused", address, reason.code())) {
            event("connection-refused")
                    .addKeyValue("address", shown(address))
                    .addKeyValue("code", reason.code())
                    .log("Refused a connection from {}: {}", shown(address), reason.code());
        }
    }

    @Override
    public void onSanctionImposed(Sanction sanction) {
        about(sanction.kind() == Sanction.Kind.BAN ? "banned" : "muted", sanction);
    }

    @Override
    public void onSanctionLifted(Sanction sanction) {
        about(sanction.kind() == Sanction.Kind.BAN ? "unbanned" : "unmuted", sanction);
    }

    @Override
    public void onOperatorAct(Operator by, String line) {
        event("operator-act").addKeyValue("operator", shown(by.name())).log("{}", shown(line));
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
        line.addKeyValue("operator", shown(sanction.by().name())).log("{} was {}", shown(whom), event);
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
                ? "A client (" + clientInfo.dialect() + ", " + clientInfo.address() + ")"
                : ConsoleFormat.from(user);
    }

    private static String shown(String text) {
        return ControlCharEscaper.line(text);
    }

    private boolean isWithinLimit(User user) {
        String address = user.clientInfo().address();
        return isWithinLimit(userLines, IpAddresses.clientPrefix(address), shown(address));
    }

    private static boolean isWithinLimit(LogLimiter limiter, String source, String shown) {
        synchronized (limiter) {
            limiter.startPeriod().ifPresent(EventLog::logLeftOut);
            if (limiter.tryAcquire(source, shown)) {
                return true;
            }
            limiter.notice(source, shown).ifPresent(EventLog::logLeftOut);
            return false;
        }
    }

    private static void logLeftOut(String sentence) {
        event("events-left-out").log(sentence);
    }

    private boolean isNew(String event, String address, String code) {
        String prefix = IpAddresses.clientPrefix(address);
        return isNewWithinAMinute(event + " " + code + " " + prefix)
                && isWithinLimit(faultLines, prefix, shown(address));
    }

    private boolean isNewWithinAMinute(String key) {
        Instant now = server.now();
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
