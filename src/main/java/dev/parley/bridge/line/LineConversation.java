package dev.parley.bridge.line;

import dev.parley.bridge.Connection;
import dev.parley.bridge.Conversation;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.Session;
import dev.parley.command.Commands;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One person's talk in lines: the password if there is one and the name first, then messages and commands, one at a time. */
final class LineConversation implements Conversation {

    private static final int LONGEST = 64 * 1024;

    /** {@code IAC WILL TIMING-MARK} (RFC 860): the answer without which some telnets show nothing after an interrupt. */
    private static final byte[] TIMING_MARK = {(byte) 0xFF, (byte) 0xFB, 6};

    /** Nobody guesses the password often. */
    private static final int MOST_GUESSES = 3;

    private final Line line;
    private final Connection connection;
    private final TypedLines lines = new TypedLines();
    private boolean isLocked;
    private int guesses;
    private @Nullable Stay stay;

    LineConversation(Line line, Connection connection) {
        this.line = line;
        this.connection = connection;
        this.isLocked = line.loginThrottle().serverPassword().isRequired();
        Session session = connection.session();
        if (session != null) {
            // Somebody who came in before it was known that lines are spoken.
            stay = new Stay(line, connection, session, this::quit);
            connection.say(Wording.bytes(Listening.HINT));
        }
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld()) {
            String typed = lines.next(input);
            if (typed == null) {
                return;
            }
            if (isLocked) {
                unlock(typed);
            } else if (stay == null) {
                introduce(typed.strip());
            } else {
                speak(stay, typed);
            }
        }
    }

    @Override
    public int longest() {
        return LONGEST;
    }

    private void unlock(String typed) {
        if (isQuit(typed.strip()) && !line.loginThrottle().serverPassword().matches(typed)) {
            quit();
        } else if (typed.isBlank() && !connection.isPrompted()) {
            ask(line.question());
        } else {
            Optional<Duration> turn = line.loginThrottle().nextAttemptDelay(address());
            if (turn.isEmpty()) {
                connection.rest(
                        LoginThrottle.PAUSE,
                        () -> ask(Wording.notice(refused(Refusal.slowDown(LoginThrottle.PAUSE)) + " Password?")));
            } else if (turn.get().isZero()) {
                look(typed);
            } else {
                connection.rest(turn.get(), () -> look(typed));
            }
        }
    }

    private String address() {
        return connection.clientInfo(line).address();
    }

    private void look(String typed) {
        if (line.loginThrottle().verify(typed, address())) {
            isLocked = false;
            ask("Your name?\n");
        } else {
            connection.rest(LoginThrottle.PAUSE, this::refuse);
        }
    }

    private void refuse() {
        guesses++;
        String sentence = refused(Refusal.wrongPassword());
        if (guesses < MOST_GUESSES) {
            ask(Wording.notice(sentence + " Password?"));
        } else {
            connection.close(CloseCause.CLOSED, Wording.bytes(Wording.notice(sentence)));
        }
    }

    /** Notes that it was refused; the sentence. */
    private String refused(Refusal refusal) {
        connection.chatServer().chronicle().refused(connection.clientInfo(line), null, null, refusal);
        return refusal.sentence();
    }

    private static boolean isQuit(String typed) {
        return Commands.isCommand(typed)
                && typed.substring(1).toLowerCase(Locale.ROOT).equals("quit");
    }

    private void introduce(String name) {
        if (isQuit(name)) {
            quit();
        } else if (name.isEmpty() && !connection.isPrompted()) {
            ask(line.question());
        } else {
            connection.enter(
                    LoginRequest.interactive(name, connection.clientInfo(line)),
                    loginResult -> admitted(name, loginResult));
        }
    }

    private void admitted(String name, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.LoggedIn in) {
            stay = new Stay(line, connection, in.session(), this::quit);
            stay.begin();
        } else if (loginResult instanceof LoginResult.Refused refused) {
            Refusal refusal = refused.refusal();
            if (refusal.retryAfter() != null) {
                connection.rest(refusal.retryAfter(), () -> introduce(name));
            } else {
                ask(Wording.notice(refusal.sentence() + " Your name?"));
            }
        }
    }

    private void ask(String question) {
        connection.say(Wording.bytes(question));
        connection.prompted();
    }

    private void speak(Stay here, String typed) {
        if (typed.isBlank()) {
            return;
        }
        Duration wait = here.session().nextMessageDelay();
        if (!wait.isZero()) {
            // Reading no faster than people may speak loses nothing of what was pasted or comes out of a pipe.
            connection.rest(wait, () -> speak(here, typed));
        } else if (Commands.isCommand(typed)) {
            connection.await(line.commands().run(here, typed), reply -> tell(reply.lines()));
        } else {
            connection.await(here.post(Commands.literal(typed)), requestResult -> answered(here, typed, requestResult));
        }
    }

    private void answered(Stay here, String typed, RequestResult requestResult) {
        if (requestResult instanceof Refusal refusal) {
            Duration wait = refusal.retryAfter();
            if (wait == null) {
                tell(List.of(refusal.sentence()));
            } else {
                connection.rest(wait, () -> speak(here, typed));
            }
        }
    }

    private void tell(List<String> sentences) {
        if (!sentences.isEmpty()) {
            connection.say(Wording.bytes(Wording.answer(sentences)));
        }
    }

    private void quit() {
        connection.close(CloseCause.QUIT, DisconnectReason.quit(), words(DisconnectReason.quit()));
    }

    /** A line without its end is dropped with the connection. */
    @Override
    public void inputEnded() {
        connection.close(CloseCause.CLOSED, null);
    }

    @Override
    public int look() {
        return stay == null ? 0 : stay.look();
    }

    @Override
    public byte @Nullable [] words(Cursor cursor, Delivery delivery) {
        return stay == null ? null : stay.words(cursor, delivery);
    }

    @Override
    public void direct(DirectMessage directMessage) {
        if (stay != null) {
            stay.direct(directMessage);
        }
    }

    @Override
    public byte[] words(DisconnectReason disconnectReason) {
        return Wording.bytes(Wording.notice(disconnectReason.sentence()));
    }

    @Override
    public void timingMark() {
        connection.say(TIMING_MARK);
    }
}
