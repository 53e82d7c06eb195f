package dev.parley.console;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.RoomEvent;
import dev.parley.command.MessageText;
import dev.parley.text.ControlCharEscaper;

/** Formats users and messages for the console. */
final class ConsoleFormat {

    private static final String CONTINUED = "\n    ";

    private ConsoleFormat() {}

    /** Returns nickname, dialect and address: {@code ada (line, 192.0.2.7)}. */
    static String from(User user) {
        ClientInfo clientInfo = user.clientInfo();
        return user.nickname() + " (" + clientInfo.dialect() + ", " + clientInfo.address() + ")";
    }

    /** Returns {@code <ada> hello}; lines after the first are indented, so that none can imitate another message. */
    static String said(RoomEvent.Said event) {
        String text = escaped(MessageText.of(event.message()));
        return event.message().action()
                ? "* " + MessageText.sender(event.message()) + " " + text
                : "<" + MessageText.sender(event.message()) + "> " + text;
    }

    /** Returns {@code *** ada edited: hello}. */
    static String notice(String text) {
        return "*** " + escaped(text);
    }

    private static String escaped(String text) {
        return String.join(CONTINUED, ControlCharEscaper.lines(text));
    }
}
