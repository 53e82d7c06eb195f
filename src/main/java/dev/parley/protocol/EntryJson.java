package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.identity.PublicUserId;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.ChangeMark;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.Reaction;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.ReplyTo;
import dev.parley.protocol.api.EventTypes;
import dev.parley.text.MentionRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON objects of the entries of a log, in events and in history pages. */
final class EntryJson {

    private EntryJson() {}

    /**
     * A message. Fields of a message that was not changed, is no reply and does not mention all users are left out.
     *
     * @param mentionsAll whether {@code @all} in the text means all users
     */
    record SaidJson(
            String type,
            long seq,
            String epoch,
            @Nullable String reference,
            String from,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String userId,

            String via,
            String text,
            boolean action,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean mentionsAll,
            String at,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            MarkJson edited,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            MarkJson deleted,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ReplyJson replyTo,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReactionJson> reactions) {}

    /** The mark of a changed message. */
    record MarkJson(String by, String at) {
        private static @Nullable MarkJson of(@Nullable ChangeMark mark) {
            return mark == null ? null : new MarkJson(mark.by(), Json.time(mark.at()));
        }
    }

    /** The message that a message replies to; only the number if it has expired. */
    record ReplyJson(
            long seq,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String name,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String userId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String text) {
        private static @Nullable ReplyJson of(@Nullable ReplyTo replyTo) {
            return replyTo == null
                    ? null
                    : new ReplyJson(replyTo.seq(), replyTo.name(), publicId(replyTo.person()), replyTo.text());
        }
    }

    /** The users who have added one emoji; the ids have the order of the names. */
    record ReactionJson(String emoji, int count, List<String> names, List<String> userIds) {
        private static ReactionJson of(ReactionCount reaction) {
            return new ReactionJson(
                    reaction.emoji(),
                    reaction.count(),
                    reaction.names(),
                    reaction.userIds().stream().map(PublicUserId::of).toList());
        }
    }

    /** An edit. */
    record EditedJson(
            String type,
            long seq,
            String epoch,
            @Nullable String reference,
            long target,
            String targetAt,
            String text,
            String by,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String userId,

            String at) {}

    /** A deletion. */
    record DeletedJson(
            String type,
            long seq,
            String epoch,
            @Nullable String reference,
            long target,
            String targetAt,
            String by,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String userId,

            String at) {}

    /** A reaction. */
    record ReactedJson(
            String type,
            long seq,
            String epoch,
            @Nullable String reference,
            long target,
            String targetAt,
            String emoji,
            String by,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String userId,

            boolean removed,
            int count,
            String at) {}

    /** @param isOperator whether an operator sent the message */
    static SaidJson said(Message message, boolean isOperator) {
        MessageState state = message.state();
        return new SaidJson(
                EventTypes.SAID,
                message.position().seq(),
                message.position().epoch(),
                reference(message),
                message.name(),
                publicId(message.person()),
                message.via(),
                message.text(),
                message.action(),
                isOperator && MentionRule.mentionsAll(message.text()),
                Json.time(message.at()),
                MarkJson.of(state.edited()),
                MarkJson.of(state.deleted()),
                ReplyJson.of(state.replyTo()),
                state.reactions().stream().map(ReactionJson::of).toList());
    }

    static EditedJson edited(Edit edit) {
        return new EditedJson(
                EventTypes.EDITED,
                edit.position().seq(),
                edit.position().epoch(),
                reference(edit),
                edit.target(),
                Json.time(edit.targetAt()),
                edit.text(),
                edit.name(),
                publicId(edit.person()),
                Json.time(edit.at()));
    }

    static DeletedJson deleted(Deletion deletion) {
        return new DeletedJson(
                EventTypes.DELETED,
                deletion.position().seq(),
                deletion.position().epoch(),
                reference(deletion),
                deletion.target(),
                Json.time(deletion.targetAt()),
                deletion.name(),
                publicId(deletion.person()),
                Json.time(deletion.at()));
    }

    static ReactedJson reacted(Reaction reaction) {
        return new ReactedJson(
                EventTypes.REACTED,
                reaction.position().seq(),
                reaction.position().epoch(),
                reference(reaction),
                reaction.target(),
                Json.time(reaction.targetAt()),
                reaction.emoji(),
                reaction.name(),
                publicId(reaction.person()),
                reaction.removed(),
                reaction.count(),
                Json.time(reaction.at()));
    }

    /** Returns the public id of a user; null for a message of an archive, of which only the nickname is known. */
    private static @Nullable String publicId(@Nullable String person) {
        return person == null || person.equals(ArchivedMessage.PERSON) ? null : PublicUserId.of(person);
    }

    private static @Nullable String reference(LogEntry entry) {
        Reference reference = entry.reference();
        return reference == null ? null : reference.id();
    }
}
