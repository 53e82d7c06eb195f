package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored message.
 *
 * @param position the position in the room's history
 * @param at the time of the commit, in milliseconds; never before the previous message
 * @param person the id of the sender, see {@link dev.parley.chat.identity.User#id()}; never shown to other users
 * @param name the nickname of the sender
 * @param via the transport of the sender, see {@link dev.parley.chat.identity.ClientInfo#via()}
 * @param text the text
 * @param action whether the text describes an action
 * @param reference the id that the sender chose
 */
public record Message(
        Position position,
        Instant at,
        String person,
        String name,
        String via,
        String text,
        boolean action,
        @Nullable Reference reference) {}
