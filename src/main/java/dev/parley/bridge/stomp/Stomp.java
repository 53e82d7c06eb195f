package dev.parley.bridge.stomp;

import dev.parley.bridge.Connection;
import dev.parley.bridge.Conversation;
import dev.parley.bridge.Dialect;
import dev.parley.bridge.Opening;
import dev.parley.bridge.Patience;
import dev.parley.bridge.Verdict;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.command.Caller;
import dev.parley.command.Commands;
import dev.parley.protocol.EncoderCache;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** STOMP 1.0 to 1.2 over plain TCP. Safe from any thread. */
public final class Stomp implements Dialect, ChatEventListener {

    /** The command alone on its line, and then a header or the blank line. */
    private static final Pattern CONNECT =
            Pattern.compile("(CONNECT|STOMP)\\r?\\n([^\\r\\n:]+:[^\\n]*|\\r?)\\n", Pattern.UNIX_LINES);

    private final Commands<Caller> commands;
    private final LoginThrottle loginThrottle;
    private final Patience patience;
    private final EncoderCache encoderCache = new EncoderCache();
    private final Set<RoomList> lookingAtRooms = ConcurrentHashMap.newKeySet();

    /**
     * The dialect with these commands.
     *
     * @param chatServer whose rooms are listed
     * @param loginThrottle what CONNECT shows as passcode
     * @param patience how long to wait for the rest of a CONNECT before it is taken for something else
     */
    public Stomp(ChatServer chatServer, Commands<Caller> commands, LoginThrottle loginThrottle, Patience patience) {
        this.commands = commands;
        this.loginThrottle = loginThrottle;
        this.patience = patience;
        chatServer.addListener(this);
    }

    @Override
    public String name() {
        return "stomp";
    }

    @Override
    public Verdict probe(Opening opening) {
        // Only a name that is no more than a name may have to wait; a whole line is in no hurry.
        boolean isLine = opening.bytes().indexOf('\n') >= 0;
        return opening.begins(CONNECT, isLine ? patience.start() : patience.token());
    }

    @Override
    public List<Duration> patience() {
        return List.of(patience.token(), patience.start());
    }

    @Override
    public Conversation open(Connection connection) {
        return new StompConversation(this, connection);
    }

    Commands<Caller> commands() {
        return commands;
    }

    LoginThrottle loginThrottle() {
        return loginThrottle;
    }

    /** The words for what happens in rooms, shared by all who hear them alike. */
    EncoderCache encoderCache() {
        return encoderCache;
    }

    /** From now on this one is told when the rooms change. */
    void looks(RoomList list) {
        lookingAtRooms.add(list);
    }

    void looksAway(RoomList list) {
        lookingAtRooms.remove(list);
    }

    @Override
    public void onRoomsChanged() {
        lookingAtRooms.forEach(RoomList::changed);
    }
}
