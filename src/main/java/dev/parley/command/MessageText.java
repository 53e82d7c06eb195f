package dev.parley.command;

import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Reaction;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.BotMark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The texts of messages and changes for clients that show lines. Control characters are not escaped. */
public final class MessageText {

    /** The most characters of the message that a reply quotes. */
    private static final int QUOTED = 30;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private MessageText() {}

    /** Returns the nickname of the sender, with a mark if that is a bot: {@code ci[bot]}. */
    public static String sender(LogEntry entry) {
        return BotMark.sender(entry.name(), entry.via());
    }

    /** Returns the text of a message as it is now, with the message that it replies to: {@code (ada: first words…) yes}. */
    public static String of(Message message) {
        if (message.isDeleted()) {
            return "(deleted)";
        }
        ReplyTo replyTo = message.state().replyTo();
        return (replyTo == null ? "" : quote(replyTo))
                + message.text()
                + (message.state().edited() == null ? "" : " (edited)");
    }

    private static String quote(ReplyTo replyTo) {
        String text = replyTo.text();
        if (replyTo.name() == null || text == null) {
            return "(a message that is no longer kept) ";
        }
        String quoted = text.isBlank() ? "(deleted)" : text;
        boolean isLong = quoted.codePointCount(0, quoted.length()) > QUOTED;
        return "(" + replyTo.name() + ": "
                + (isLong
                        ? quoted.substring(0, quoted.offsetByCodePoints(0, QUOTED))
                                        .stripTrailing() + "…"
                        : quoted)
                + ") ";
    }

    /** Returns {@code ada edited: the tea}. */
    public static String edited(Edit edit) {
        // The text is empty if the message was deleted later.
        return sender(edit) + (edit.text().isEmpty() ? " edited a message" : " edited: " + edit.text());
    }

    /** Returns {@code ada deleted a message of 12:03}. */
    public static String deleted(Deletion deletion, ZoneId zone) {
        return sender(deletion) + " deleted a message of " + time(deletion.targetAt(), deletion.at(), zone);
    }

    /**
     * Returns reactions that arrived together, as {@code ada, bob reacted 👍 to a message of 12:03}; none for those that were
     * removed.
     */
    public static List<String> reacted(List<Reaction> reactions, ZoneId zone) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (Reaction reaction : reactions) {
            String text = " reacted " + reaction.emoji() + " to a message of "
                    + time(reaction.targetAt(), reaction.at(), zone);
            Set<String> users = names.computeIfAbsent(text, key -> new LinkedHashSet<>());
            if (reaction.removed()) {
                users.remove(reaction.name());
            } else {
                users.add(reaction.name());
            }
        }
        List<String> lines = new ArrayList<>();
        names.forEach((text, users) -> {
            if (!users.isEmpty()) {
                lines.add(String.join(", ", users) + text);
            }
        });
        return lines;
    }

    /** Returns the time of a message, with the date if that is another one than that of the change. */
    private static String time(Instant at, Instant change, ZoneId zone) {
        boolean sameDay = LocalDate.ofInstant(at, zone).equals(LocalDate.ofInstant(change, zone));
        return (sameDay ? TIME : DAY_AND_TIME).format(at.atZone(zone));
    }
}
