package dev.parley.chat.room;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something said in a room, as it is stored.
 *
 * @param position its place in the room's history
 * @param at when it was stored, to the millisecond; never earlier than the message before it
 * @param person the identity of who said it, see {@link dev.parley.chat.identity.User#id()}; not for others' eyes
 * @param name the name it was said under
 * @param via what it was said through, see {@link dev.parley.chat.identity.ClientInfo#via()}
 * @param text what was said
 * @param action whether it tells what the person does
 * @param reference the sender's own id of it
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
