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
import dev.parley.chat.session.Session;
import dev.parley.command.CommandRegistry;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the line dialect: the password if one is set, then the nickname, then messages and commands,
 * processed one at a time.
 */
final class LineSession implements DialectSession {

    private static final int MAX_BYTES = 64 * 1024;

    /**
     * {@code IAC WILL TIMING-MARK} (RFC 860). Some telnet clients discard all output after an interrupt until they
     * receive it.
     */
    private static final byte[] TIMING_MARK = {(byte) 0xFF, (byte) 0xFB, 6};

    /** Number of wrong passwords after which the connection is closed. */
    private static final int MAX_ATTEMPTS = 3;

    private final LineDialect dialect;
    private final TcpConnection connection;
    private final LineDecoder lines = new LineDecoder();
    private boolean needsPassword;
    private int failedAttempts;
    private @Nullable LineRoomSession lineRoomSession;

    LineSession(LineDialect dialect, TcpConnection connection) {
        this.dialect = dialect;
        this.connection = connection;
        this.needsPassword = dialect.loginThrottle().serverPassword().isRequired();
        Session session = connection.session();
        if (session != null) {
            // The client logged in before the line dialect was detected.
            lineRoomSession = new LineRoomSession(dialect, connection, session, this::quit);
            connection.send(LineFormat.bytes(ReplayState.HINT));
        }
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld()) {
            String typed = lines.next(input);
            if (typed == null) {
                return;
            }
            if (needsPassword) {
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
        return MAX_BYTES;
    }

    private void checkPassword(String typed) {
        if (isQuit(typed.strip()) && !dialect.loginThrottle().serverPassword().matches(typed)) {
            quit();
        } else if (typed.isBlank() && !connection.isPrompted()) {
            prompt(dialect.prompt());
        } else {
            String address = connection.clientInfo(dialect).address();
            connection.await(
                    dialect.loginThrottle().check(typed, address),
                    refusal -> refusal.ifPresentOrElse(this::refusePassword, this::acceptPassword));
        }
    }

    private void acceptPassword() {
        needsPassword = false;
        prompt("Your name?\n");
    }

    private void refusePassword(Refusal refusal) {
        connection.chatServer().events().refused(connection.clientInfo(dialect), null, null, refusal);
        if (refusal.equals(Refusal.wrongPassword())) {
            failedAttempts++;
        }
        if (failedAttempts < MAX_ATTEMPTS) {
            prompt(LineFormat.notice(refusal.sentence() + " Password?"));
        } else {
            connection.close(CloseCause.CLOSED, LineFormat.bytes(LineFormat.notice(refusal.sentence())));
        }
    }

    private static boolean isQuit(String typed) {
        return CommandRegistry.isCommand(typed)
                && typed.substring(1).toLowerCase(Locale.ROOT).equals("quit");
    }

    private void login(String name) {
        if (isQuit(name)) {
            quit();
        } else if (name.isEmpty() && !connection.isPrompted()) {
            prompt(dialect.prompt());
        } else {
            connection.login(
                    LoginRequest.interactive(name, connection.clientInfo(dialect)),
                    result -> onLoginResult(name, result));
        }
    }

    private void onLoginResult(String name, LoginResult result) {
        if (result instanceof LoginResult.LoggedIn in) {
            lineRoomSession = new LineRoomSession(dialect, connection, in.session(), this::quit);
            lineRoomSession.start();
        } else if (result instanceof LoginResult.Refused refused) {
            Refusal refusal = refused.refusal();
            if (refusal.retryAfter() != null) {
                connection.pauseReads(refusal.retryAfter(), () -> login(name));
            } else {
                prompt(LineFormat.notice(refusal.sentence() + " Your name?"));
            }
        }
    }

    private void prompt(String question) {
        connection.send(LineFormat.bytes(question));
        connection.markPrompted();
    }

    private void publish(LineRoomSession room, String typed) {
        if (typed.isBlank()) {
            return;
        }
        Duration wait = room.session().nextMessageDelay();
        if (!wait.isZero()) {
            // Pausing reads, instead of refusing, keeps all lines of pasted or piped input.
            connection.pauseReads(wait, () -> publish(room, typed));
        } else if (CommandRegistry.isCommand(typed)) {
            connection.await(dialect.commandRegistry().run(room, typed), reply -> sendNotices(reply.lines()));
        } else {
            connection.await(room.publish(CommandRegistry.literal(typed)), result -> onResult(room, typed, result));
        }
    }

    private void onResult(LineRoomSession room, String typed, RequestResult result) {
        if (result instanceof Refusal refusal) {
            Duration wait = refusal.retryAfter();
            if (wait == null) {
                sendNotices(List.of(refusal.sentence()));
            } else {
                connection.pauseReads(wait, () -> publish(room, typed));
            }
        }
    }

    private void sendNotices(List<String> sentences) {
        if (!sentences.isEmpty()) {
            connection.send(LineFormat.bytes(LineFormat.answer(sentences)));
        }
    }

    private void quit() {
        connection.close(CloseCause.QUIT, DisconnectReason.quit(), encode(DisconnectReason.quit()));
    }

    /** Closes the connection; an incomplete last line is dropped. */
    @Override
    public void onInputClosed() {
        connection.close(CloseCause.CLOSED, null);
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        return lineRoomSession == null ? null : lineRoomSession.encode(cursor, delivery);
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        if (lineRoomSession != null) {
            lineRoomSession.onDirectMessage(message);
        }
    }

    @Override
    public byte[] encode(DisconnectReason reason) {
        return LineFormat.bytes(LineFormat.notice(reason.sentence()));
    }

    @Override
    public void onTimingMark() {
        connection.send(TIMING_MARK);
    }
}
