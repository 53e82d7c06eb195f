package dev.parley.bridge.line;

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
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One person's talk in lines: the password if there is one and the name first, then messages and commands, one at a time. */
final class LineConversation implements DialectSession {

    private static final int LONGEST = 64 * 1024;

    /** {@code IAC WILL TIMING-MARK} (RFC 860): the answer without which some telnets show nothing after an interrupt. */
    private static final byte[] TIMING_MARK = {(byte) 0xFF, (byte) 0xFB, 6};

    /** Nobody guesses the password often. */
    private static final int MOST_GUESSES = 3;

    private final Line line;
    private final TcpConnection tcpConnection;
    private final TypedLines lines = new TypedLines();
    private boolean isLocked;
    private int guesses;
    private @Nullable Stay stay;

    LineConversation(Line line, TcpConnection tcpConnection) {
        this.line = line;
        this.tcpConnection = tcpConnection;
        this.isLocked = line.loginThrottle().serverPassword().isRequired();
        Session session = tcpConnection.session();
        if (session != null) {
            // Somebody who came in before it was known that lines are spoken.
            stay = new Stay(line, tcpConnection, session, this::quit);
            tcpConnection.send(Wording.bytes(Listening.HINT));
        }
    }

    @Override
    public void read(ByteBuf input) {
        while (!tcpConnection.isHeld()) {
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
    public int maxPendingBytes() {
        return LONGEST;
    }

    private void unlock(String typed) {
        if (isQuit(typed.strip()) && !line.loginThrottle().serverPassword().matches(typed)) {
            quit();
        } else if (typed.isBlank() && !tcpConnection.isPrompted()) {
            ask(line.question());
        } else {
            Optional<Duration> turn = line.loginThrottle().nextAttemptDelay(address());
            if (turn.isEmpty()) {
                tcpConnection.pauseReads(
                        LoginThrottle.PAUSE,
                        () -> ask(Wording.notice(refused(Refusal.slowDown(LoginThrottle.PAUSE)) + " Password?")));
            } else if (turn.get().isZero()) {
                look(typed);
            } else {
                tcpConnection.pauseReads(turn.get(), () -> look(typed));
            }
        }
    }

    private String address() {
        return tcpConnection.clientInfo(line).address();
    }

    private void look(String typed) {
        if (line.loginThrottle().verify(typed, address())) {
            isLocked = false;
            ask("Your name?\n");
        } else {
            tcpConnection.pauseReads(LoginThrottle.PAUSE, this::refuse);
        }
    }

    private void refuse() {
        guesses++;
        String sentence = refused(Refusal.wrongPassword());
        if (guesses < MOST_GUESSES) {
            ask(Wording.notice(sentence + " Password?"));
        } else {
            tcpConnection.close(CloseCause.CLOSED, Wording.bytes(Wording.notice(sentence)));
        }
    }

    /** Notes that it was refused; the sentence. */
    private String refused(Refusal refusal) {
        tcpConnection.chatServer().chronicle().refused(tcpConnection.clientInfo(line), null, null, refusal);
        return refusal.sentence();
    }

    private static boolean isQuit(String typed) {
        return Commands.isCommand(typed)
                && typed.substring(1).toLowerCase(Locale.ROOT).equals("quit");
    }

    private void introduce(String name) {
        if (isQuit(name)) {
            quit();
        } else if (name.isEmpty() && !tcpConnection.isPrompted()) {
            ask(line.question());
        } else {
            tcpConnection.login(
                    LoginRequest.interactive(name, tcpConnection.clientInfo(line)),
                    loginResult -> admitted(name, loginResult));
        }
    }

    private void admitted(String name, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.LoggedIn in) {
            stay = new Stay(line, tcpConnection, in.session(), this::quit);
            stay.begin();
        } else if (loginResult instanceof LoginResult.Refused refused) {
            Refusal refusal = refused.refusal();
            if (refusal.retryAfter() != null) {
                tcpConnection.pauseReads(refusal.retryAfter(), () -> introduce(name));
            } else {
                ask(Wording.notice(refusal.sentence() + " Your name?"));
            }
        }
    }

    private void ask(String question) {
        tcpConnection.send(Wording.bytes(question));
        tcpConnection.markPrompted();
    }

    private void speak(Stay here, String typed) {
        if (typed.isBlank()) {
            return;
        }
        Duration wait = here.session().nextMessageDelay();
        if (!wait.isZero()) {
            // Reading no faster than people may speak loses nothing of what was pasted or comes out of a pipe.
            tcpConnection.pauseReads(wait, () -> speak(here, typed));
        } else if (Commands.isCommand(typed)) {
            tcpConnection.await(line.commands().run(here, typed), reply -> tell(reply.lines()));
        } else {
            tcpConnection.await(
                    here.post(Commands.literal(typed)), requestResult -> answered(here, typed, requestResult));
        }
    }

    private void answered(Stay here, String typed, RequestResult requestResult) {
        if (requestResult instanceof Refusal refusal) {
            Duration wait = refusal.retryAfter();
            if (wait == null) {
                tell(List.of(refusal.sentence()));
            } else {
                tcpConnection.pauseReads(wait, () -> speak(here, typed));
            }
        }
    }

    private void tell(List<String> sentences) {
        if (!sentences.isEmpty()) {
            tcpConnection.send(Wording.bytes(Wording.answer(sentences)));
        }
    }

    private void quit() {
        tcpConnection.close(CloseCause.QUIT, DisconnectReason.quit(), encode(DisconnectReason.quit()));
    }

    /** A line without its end is dropped with the connection. */
    @Override
    public void onInputClosed() {
        tcpConnection.close(CloseCause.CLOSED, null);
    }

    @Override
    public int look() {
        return stay == null ? 0 : stay.look();
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        return stay == null ? null : stay.words(cursor, delivery);
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (stay != null) {
            stay.direct(directMessage);
        }
    }

    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return Wording.bytes(Wording.notice(disconnectReason.sentence()));
    }

    @Override
    public void onTimingMark() {
        tcpConnection.send(TIMING_MARK);
    }
}
