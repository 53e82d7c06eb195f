package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.protocol.EncoderCache;
import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** STOMP 1.0 to 1.2 over plain TCP. Safe from any thread. */
public final class StompDialect implements Dialect, ChatEventListener {

    /** The command alone on its line, and then a header or the blank line. */
    private static final Pattern CONNECT =
            Pattern.compile("(CONNECT|STOMP)\\r?\\n([^\\r\\n:]+:[^\\n]*|\\r?)\\n", Pattern.UNIX_LINES);

    private final CommandRegistry<CommandSender> commandRegistry;
    private final LoginThrottle loginThrottle;
    private final DetectionTimeouts detectionTimeouts;
    private final EncoderCache encoderCache = new EncoderCache();
    private final Set<RoomListSubscription> lookingAtRooms = ConcurrentHashMap.newKeySet();

    /**
     * The dialect with these commands.
     *
     * @param chatServer whose rooms are listed
     * @param loginThrottle what CONNECT shows as passcode
     * @param detectionTimeouts how long to wait for the rest of a CONNECT before it is taken for something else
     */
    public StompDialect(
            ChatServer chatServer,
            CommandRegistry<CommandSender> commandRegistry,
            LoginThrottle loginThrottle,
            DetectionTimeouts detectionTimeouts) {
        this.commandRegistry = commandRegistry;
        this.loginThrottle = loginThrottle;
        this.detectionTimeouts = detectionTimeouts;
        chatServer.addListener(this);
    }

    @Override
    public String name() {
        return "stomp";
    }

    @Override
    public ProbeResult probe(Preamble preamble) {
        // Only a name that is no more than a name may have to wait; a whole line is in no hurry.
        boolean isLine = preamble.bytes().indexOf('\n') >= 0;
        return preamble.matches(CONNECT, isLine ? detectionTimeouts.start() : detectionTimeouts.token());
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(detectionTimeouts.token(), detectionTimeouts.start());
    }

    @Override
    public DialectSession open(TcpConnection tcpConnection) {
        return new StompSession(this, tcpConnection);
    }

    CommandRegistry<CommandSender> commandRegistry() {
        return commandRegistry;
    }

    LoginThrottle loginThrottle() {
        return loginThrottle;
    }

    /** The words for what happens in rooms, shared by all who hear them alike. */
    EncoderCache encoderCache() {
        return encoderCache;
    }

    /** From now on this one is told when the rooms change. */
    void addRoomList(RoomListSubscription list) {
        lookingAtRooms.add(list);
    }

    void removeRoomList(RoomListSubscription list) {
        lookingAtRooms.remove(list);
    }

    @Override
    public void onRoomsChanged() {
        lookingAtRooms.forEach(RoomListSubscription::changed);
    }
}
