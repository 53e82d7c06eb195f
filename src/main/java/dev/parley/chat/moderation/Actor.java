package dev.parley.chat.moderation;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user and the addresses behind an action, as far as they are known.
 *
 * @param userId the id of the user, see {@link User#id()}; null before the login of a client without a token
 * @param nickname the nickname that the user has, or had last; null if the user has none yet
 * @param addresses the remote addresses without port, in their canonical notation
 */
public record Actor(@Nullable String userId, @Nullable Nickname nickname, Set<String> addresses) {

    /** Copies the addresses. */
    public Actor {
        addresses = Set.copyOf(addresses);
    }

    /** Returns the actor behind a request of a user who is online, from one of its clients. */
    public static Actor of(User user, ClientInfo client) {
        return new Actor(
                user.id(),
                user.nickname(),
                Stream.concat(user.clients().stream(), Stream.of(client))
                        .map(ClientInfo::address)
                        .collect(Collectors.toSet()));
    }

    /** Returns the actor behind a request of a user who may be offline, from an address. */
    public static Actor of(@Nullable String userId, @Nullable Nickname nickname, String address) {
        return new Actor(userId, nickname, Set.of(canonical(address)));
    }

    /** Returns the actor behind a connection without a login. */
    public static Actor at(String address) {
        return of(null, null, address);
    }

    private static String canonical(String address) {
        return IpAddresses.parse(address).orElse(address);
    }
}
