package dev.parley.archive;

import dev.parley.chat.room.ChangeMark;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.Position;
import java.time.Instant;
import java.util.List;

/** Creates messages of a room for exports. */
final class SampleMessages {

    static final Instant AT = Instant.parse("2026-11-20T18:05:07.250Z");

    private SampleMessages() {}

    static Message message(long seq, Instant at, String name, String text, MessageState state) {
        return new Message(new Position("x1", seq), at, "p", name, "browser", text, false, null, state);
    }

    static Message plain(long seq, String text) {
        return message(seq, AT, "ada", text, MessageState.PLAIN);
    }

    /** Returns a message with a text everywhere that a message has one. */
    static Message everywhere(long seq, String text) {
        return message(
                seq,
                AT,
                text,
                text,
                new MessageState(
                        new ChangeMark(text, AT),
                        null,
                        new ReplyTo(1, text, text, text),
                        List.of(new ReactionCount(text, 1, List.of(new ReactionCount.Reactor("p", text))))));
    }

    /** Returns messages with everything that a message can have. */
    static List<Message> ofEachKind() {
        ChangeMark mark = new ChangeMark("bob", AT.plusSeconds(60));
        return List.of(
                plain(1, "tea?\nor coffee"),
                new Message(new Position("x1", 2), AT, "p", "bob", "line", "waves", true, null, MessageState.PLAIN),
                message(
                        3,
                        AT,
                        "bob",
                        "yes, tea",
                        new MessageState(
                                mark,
                                null,
                                new ReplyTo(1, "p", "ada", "tea?"),
                                List.of(new ReactionCount("👍", 3, List.of(new ReactionCount.Reactor("p", "ada")))))),
                message(
                        4,
                        AT.plusSeconds(86_400),
                        "ada",
                        "",
                        new MessageState(null, mark, ReplyTo.expired(0), List.of())));
    }
}
