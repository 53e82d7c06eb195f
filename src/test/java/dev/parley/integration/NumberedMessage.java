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
 * A message whose every part follows from its sender and number, so that it can be sent again, and whoever finds it can
 * tell whether it is whole; and the line by which a sender in another process tells that it was acknowledged.
 *
 * @param sender 0 and more
 * @param number of all that this sender sends
 */
record NumberedMessage(int sender, long number) {

    private static final int ROOMS = 3;

    private static final Pattern LINE = Pattern.compile("(\\d+) (\\d+) ([A-Za-z0-9]+:\\d+) \\.");
    private static final Pattern TEXT = Pattern.compile("(\\d+)-(\\d+) .*", Pattern.DOTALL);

    /** A receipt as it was told. */
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

    /** The line that tells its receipt; its end shows that it is whole. */
    String acknowledgedBy(Message message) {
        return sender + " " + number + " " + message.position() + " .";
    }

    /** Reads such a line; empty if it was cut off. */
    static Optional<Acknowledged> read(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Position.parse(matcher.group(3))
                        .map(position -> new Acknowledged(
                                new NumberedMessage(
                                        Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))),
                                position))
                : Optional.empty();
    }

    /** Whether a text is that of a telling, whole. */
    static boolean isWhole(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                && text.equals(new NumberedMessage(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)))
                        .text());
    }
}
