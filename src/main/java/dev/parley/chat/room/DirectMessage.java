package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored message from one user to another.
 *
 * @param position the position in the {@link DirectMessageStore}; positions of one user rise, and have gaps
 * @param at the time of the commit, in milliseconds
 * @param senderId the id of the sender, see {@link dev.parley.chat.identity.User#id()}; never shown to other users
 * @param from the nickname of the sender
 * @param recipientId the id of the recipient; never shown to other users
 * @param to the nickname of the recipient
 * @param text the text
 * @param reference the id that the sender chose
 */
public record DirectMessage(
        Position position,
        Instant at,
        String senderId,
        String from,
        String recipientId,
        String to,
        String text,
        @Nullable Reference reference) {}
