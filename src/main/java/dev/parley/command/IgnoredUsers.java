package dev.parley.command;

import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.User;
import dev.parley.chat.session.ChatServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The users whose messages one connection does not show. They are known by their ids, so that a new nickname changes nothing.
 * Confined to the thread of the connection.
 */
public final class IgnoredUsers {

    private static final int MOST = 1_000;

    private final Map<String, String> names = new LinkedHashMap<>(); // by id; the nickname when it was ignored

    /** Adds a user; returns false if there are too many. */
    boolean add(Claim user) {
        if (names.size() >= MOST) {
            return false;
        }
        names.put(user.userId(), user.nickname().text());
        return true;
    }

    /** Removes the user of a nickname, now or when it was ignored; returns whether there was one. */
    boolean remove(String name, ChatServer server) {
        return names.entrySet()
                .removeIf(entry -> entry.getValue().equalsIgnoreCase(name)
                        || currentName(entry, server).equalsIgnoreCase(name));
    }

    /** Returns the current nicknames. */
    List<String> names(ChatServer server) {
        return names.entrySet().stream()
                .map(entry -> currentName(entry, server))
                .sorted()
                .toList();
    }

    private static String currentName(Map.Entry<String, String> entry, ChatServer server) {
        return server.users().stream()
                .filter(user -> user.id().equals(entry.getKey()))
                .map(User::toString)
                .findFirst()
                .orElse(entry.getValue());
    }

    /** Returns whether the messages of a user are hidden. */
    public boolean contains(String userId) {
        return names.containsKey(userId);
    }
}
