package dev.parley.chat.hook;

import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.text.MentionRule;
import dev.parley.text.RoomName;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing webhook: an address that receives the messages of a room.
 *
 * @param id the number by which operators name it, from 1
 * @param url the address, with the scheme http or https
 * @param secret the key of the signatures
 * @param mention the name that a message must mention; null if the address receives all messages
 * @param createdBy the name of the operator who created it
 * @param since the time of its creation, in milliseconds
 * @param progress how far it has come
 */
public record Hook(
        long id,
        RoomName room,
        String url,
        String secret,
        @Nullable String mention,
        String createdBy,
        Instant since,
        HookProgress progress) {

    /** Returns whether the address receives an entry. A message that was deleted meanwhile is left out, as are reactions. */
    public boolean wants(LogEntry entry) {
        if (entry instanceof Message message) {
            return !message.isDeleted() && mentions(message.text());
        } else if (entry instanceof Edit edit) {
            return !edit.text().isBlank() && mentions(edit.text());
        }
        return entry instanceof Deletion;
    }

    private boolean mentions(String text) {
        return mention == null || MentionRule.mentions(text, mention, false);
    }

    /** Returns the scheme, host and port of the address, without the path, which may be a secret. */
    public String origin() {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Returns the same hook with another progress. */
    public Hook with(HookProgress next) {
        return new Hook(id, room, url, secret, mention, createdBy, since, next);
    }

    /** Hides the secret and the address, so that they reach no log. */
    @Override
    public String toString() {
        return "Hook " + id;
    }
}
