package dev.parley.tcp.dialect.line;

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
import dev.parley.command.CommandRegistry;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One person's talk in lines: the password if there is one and the name first, then messages and commands, one at a time. */
final class LineSession implements DialectSession {

    private static final int LONGEST = 64 * 1024;

    /** {@code IAC WILL TIMING-MARK} (RFC 860): the answer without which some telnets show nothing after an interrupt. */
    private static final byte[] TIMING_MARK = {(byte) 0xFF, (byte) 0xFB, 6};

    /** Nobody guesses the password often. */
    private static final int MOST_GUESSES = 3;

    private final LineDialect lineDialect;
    private final TcpConnection tcpConnection;
    private final LineDecoder lines = new LineDecoder();
    private boolean isLocked;
    private int guesses;
    private @Nullable LineRoomSession lineRoomSession;

    LineSession(LineDialect lineDialect, TcpConnection tcpConnection) {
        this.lineDialect = lineDialect;
        this.tcpConnection = tcpConnection;
        this.isLocked = lineDialect.loginThrottle().serverPassword().isRequired();
        Session session = tcpConnection.session();
        if (session != null) {
            // Somebody who came in before it was known that lines are spoken.
            lineRoomSession = new LineRoomSession(lineDialect, tcpConnection, session, this::quit);
            tcpConnection.send(LineFormat.bytes(ReplayState.HINT));
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
                checkPassword(typed);
            } else if (lineRoomSession == null) {
                login(typed.strip());
            } else {
                publish(lineRoomSession, typed);
            }
        }
    }

    @Override
    public int maxPendingBytes() {
        return LONGEST;
    }

    private void checkPassword(String typed) {
        if (isQuit(typed.strip())
                && !lineDialect.loginThrottle().serverPassword().matches(typed)) {
            quit();
        } else if (typed.isBlank() && !tcpConnection.isPrompted()) {
            prompt(lineDialect.prompt());
        } else {
            Optional<Duration> turn = lineDialect.loginThrottle().nextAttemptDelay(address());
            if (turn.isEmpty()) {
                tcpConnection.pauseReads(
                        LoginThrottle.PAUSE,
                        () -> prompt(LineFormat.notice(refused(Refusal.slowDown(LoginThrottle.PAUSE)) + " Password?")));
            } else if (turn.get().isZero()) {
                verifyPassword(typed);
            } else {
                tcpConnection.pauseReads(turn.get(), () -> verifyPassword(typed));
            }
        }
    }

    private String address() {
        return tcpConnection.clientInfo(lineDialect).address();
    }

    private void verifyPassword(String typed) {
        if (lineDialect.loginThrottle().verify(typed, address())) {
            isLocked = false;
            prompt("Your name?\n");
        } else {
            tcpConnection.pauseReads(LoginThrottle.PAUSE, this::refuse);
        }
    }

    private void refuse() {
        guesses++;
        String sentence = refused(Refusal.wrongPassword());
        if (guesses < MOST_GUESSES) {
            prompt(LineFormat.notice(sentence + " Password?"));
        } else {
            tcpConnection.close(CloseCause.CLOSED, LineFormat.bytes(LineFormat.notice(sentence)));
        }
    }

    /** Notes that it was refused; the sentence. */
    private String refused(Refusal refusal) {
        tcpConnection.chatServer().events().refused(tcpConnection.clientInfo(lineDialect), null, null, refusal);
        return refusal.sentence();
    }

    private static boolean isQuit(String typed) {
        return CommandRegistry.isCommand(typed)
                && typed.substring(1).toLowerCase(Locale.ROOT).equals("quit");
    }

    private void login(String name) {
        if (isQuit(name)) {
            quit();
        } else if (name.isEmpty() && !tcpConnection.isPrompted()) {
            prompt(lineDialect.prompt());
        } else {
            tcpConnection.login(
                    LoginRequest.interactive(name, tcpConnection.clientInfo(lineDialect)),
                    loginResult -> onLoginResult(name, loginResult));
        }
    }

    private void onLoginResult(String name, LoginResult loginResult) {
        if (loginResult instanceof LoginResult.LoggedIn in) {
            lineRoomSession = new LineRoomSession(lineDialect, tcpConnection, in.session(), this::quit);
            lineRoomSession.start();
        } else if (loginResult instanceof LoginResult.Refused refused) {
            Refusal refusal = refused.refusal();
            if (refusal.retryAfter() != null) {
                tcpConnection.pauseReads(refusal.retryAfter(), () -> login(name));
            } else {
                prompt(LineFormat.notice(refusal.sentence() + " Your name?"));
            }
        }
    }

    private void prompt(String question) {
        tcpConnection.send(LineFormat.bytes(question));
        tcpConnection.markPrompted();
    }

    private void publish(LineRoomSession here, String typed) {
        if (typed.isBlank()) {
            return;
        }
        Duration wait = here.session().nextMessageDelay();
        if (!wait.isZero()) {
            // Reading no faster than people may speak loses nothing of what was pasted or comes out of a pipe.
            tcpConnection.pauseReads(wait, () -> publish(here, typed));
        } else if (CommandRegistry.isCommand(typed)) {
            tcpConnection.await(lineDialect.commandRegistry().run(here, typed), reply -> sendNotices(reply.lines()));
        } else {
            tcpConnection.await(
                    here.publish(CommandRegistry.literal(typed)),
                    requestResult -> onResult(here, typed, requestResult));
        }
    }

    private void onResult(LineRoomSession here, String typed, RequestResult requestResult) {
        if (requestResult instanceof Refusal refusal) {
            Duration wait = refusal.retryAfter();
            if (wait == null) {
                sendNotices(List.of(refusal.sentence()));
            } else {
                tcpConnection.pauseReads(wait, () -> publish(here, typed));
            }
        }
    }

    private void sendNotices(List<String> sentences) {
        if (!sentences.isEmpty()) {
            tcpConnection.send(LineFormat.bytes(LineFormat.answer(sentences)));
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
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        return lineRoomSession == null ? null : lineRoomSession.encode(cursor, delivery);
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (lineRoomSession != null) {
            lineRoomSession.onDirectMessage(directMessage);
        }
    }

    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return LineFormat.bytes(LineFormat.notice(disconnectReason.sentence()));
    }

    @Override
    public void onTimingMark() {
        tcpConnection.send(TIMING_MARK);
    }
}
