package dev.parley.integration;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.Reference;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Represents a message whose content follows from its sender and number, so that a test can resend it and check that a
 * stored one is complete. Also defines the line by which a sender in another process reports its receipt.
 *
 * @param sender the number of the sender, from 0
 * @param number the number among all messages of this sender
 */
record NumberedMessage(int sender, long number) {

    private static final int ROOMS = 3;

    private static final Pattern LINE = Pattern.compile("(\\d+) (\\d+) ([A-Za-z0-9]+:\\d+) \\.");
    private static final Pattern TEXT = Pattern.compile("(\\d+)-(\\d+) .*", Pattern.DOTALL);

    /** Represents a reported receipt. */
    record Acknowledged(NumberedMessage numberedMessage, Position position) {}

    RoomName room() {
        return new RoomName("room" + sender % ROOMS);
    }

    String text() {
        String name = sender + "-" + number;
        return name + " " + "é\0🦜".repeat((int) (number % 100)) + " " + name;
    }

    MessageDraft messageDraft() {
        User user = new User(
                "sender " + sender,
                NicknamePolicy.OPERATOR,
                new ClientInfo("terminal", "line", "127.0.0.1"),
                Instant.EPOCH);
        return new MessageDraft(user, text(), false, new Reference(sender + "-" + number));
    }

    /** Returns the line that reports the receipt. Its end shows that it is complete. */
    String receiptLine(Message message) {
        return sender + " " + number + " " + message.position() + " .";
    }

    /** Parses such a line; returns empty if it is incomplete. */
    static Optional<Acknowledged> parseReceiptLine(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Position.parse(matcher.group(3))
                        .map(position -> new Acknowledged(
                                new NumberedMessage(
                                        Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))),
                                position))
                : Optional.empty();
    }

    /** Returns whether a text is that of a numbered message, and complete. */
    static boolean isComplete(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                && text.equals(new NumberedMessage(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)))
                        .text());
    }
}
