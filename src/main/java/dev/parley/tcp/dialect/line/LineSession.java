package dev.parley.tcp.dialect.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.InviteSecret;
import dev.parley.chat.room.AccessRefusals;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.Invites;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.command.CommandRegistry;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.CrLfFormat;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the line dialect: the password if one is set, or an invitation, then the nickname, then messages and
 * commands, processed one at a time.
 */
final class LineSession extends SingleRoomSession {

    /**
     * {@code IAC WILL TIMING-MARK} (RFC 860). Some telnet clients discard all output after an interrupt until they
     * receive it.
     */
    private static final byte[] TIMING_MARK = {(byte) 0xFF, (byte) 0xFB, 6};

    /** Number of wrong passwords and invitations after which the connection is closed. */
    private static final int MAX_ATTEMPTS = 3;

    private final LineDialect dialect;
    private final LineDecoder lines = new LineDecoder(clientText());
    private boolean needsPassword;
    private boolean needsCrLf;
    private int failedAttempts;

    /** The invitation that the user entered instead of the password; null if there is none, or after it has been used. */
    private @Nullable InviteSecret invite;

    LineSession(LineDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
        this.dialect = dialect;
        this.needsPassword = dialect.loginThrottle().serverPassword().isRequired();
        updateLineEnds();
        if (isLoggedIn()) {
            // The client logged in before the line dialect was detected.
            connection.send(format().notice(LineFormat.HINT));
        }
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld()) {
            String typed = lines.next(input);
            if (typed == null) {
                return;
            }
            updateLineEnds();
            if (needsPassword) {
                checkPassword(typed);
            } else if (isLoggedIn()) {
                publish(withoutOwnName(typed), () -> {});
            } else {
                login(typed.strip());
            }
        }
    }

    /** Telnet clients and terminals need CR LF at the end of each line (RFC 854). */
    private void updateLineEnds() {
        if (!needsCrLf && (lines.hasCarriageReturns() || connection.isTelnet())) {
            needsCrLf = true;
            onEncodersChanged();
        }
    }

    @Override
    protected RoomEncoders encoders() {
        return needsCrLf ? dialect.crLfEncoders() : super.encoders();
    }

    private void checkPassword(String typed) {
        if (isQuit(typed.strip()) && !dialect.loginThrottle().serverPassword().matches(typed)) {
            quit();
        } else if (typed.isBlank() && !connection.isPrompted()) {
            prompt(dialect.prompt());
        } else {
            String address = connection.clientInfo(dialect).address();
            connection.await(
                    dialect.loginThrottle().check(typed, () -> invites().checkAsPassword(typed), address),
                    refusal -> refusal.ifPresentOrElse(this::refusePassword, () -> acceptPassword(typed)));
        }
    }

    private Invites invites() {
        return connection.chatServer().roomAccess().invites();
    }

    private void acceptPassword(String typed) {
        needsPassword = false;
        invite = dialect.loginThrottle().serverPassword().matches(typed)
                ? null
                : InviteSecret.parse(typed).orElse(null);
        prompt("Your name?\n");
    }

    private void refusePassword(Refusal refusal) {
        connection.chatServer().events().refused(connection.clientInfo(dialect), null, null, refusal);
        if (refusal.equals(Refusal.wrongPassword()) || refusal.equals(AccessRefusals.inviteInvalid())) {
            failedAttempts++;
        }
        if (failedAttempts < MAX_ATTEMPTS) {
            promptAgain(refusal, "Password?");
        } else {
            connection.close(CloseCause.CLOSED, format().notice(refusal.sentence()));
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
            setRequestedName(name);
            start(in.session(), this::enterInvitedRoom);
        } else if (result instanceof LoginResult.Refused refused) {
            Refusal refusal = refused.refusal();
            if (refusal.code().equals(RefusalCodes.BUSY) && refusal.retryAfter() != null) {
                connection.pauseReads(refusal.retryAfter(), () -> login(name));
            } else if (refusal.retryAfter() != null) {
                disconnect(CloseCause.CLOSED, refusal.sentence());
            } else {
                promptAgain(refusal, "Your name?");
            }
        }
    }

    private void enterInvitedRoom() {
        InviteSecret secret = invite;
        if (secret != null) {
            invite = null;
            connection.await(
                    invites().find(secret.text()).exceptionally(failure -> Optional.empty()),
                    found ->
                            found.ifPresent(valid -> publish("/join " + valid.room() + " " + secret.text(), () -> {})));
        }
    }

    private void promptAgain(Refusal refusal, String question) {
        connection.send(format().notice(refusal.sentence() + " " + question));
        connection.markPrompted();
    }

    private void prompt(String question) {
        connection.send((needsCrLf ? CrLfFormat.convert(question) : question).getBytes(UTF_8));
        connection.markPrompted();
    }

    private void quit() {
        disconnect(CloseCause.QUIT, null);
    }

    @Override
    protected void disconnect(CloseCause cause, @Nullable String sentence) {
        if (sentence != null) {
            connection.send(format().notice(sentence));
        }
        connection.close(cause, DisconnectReason.quit(), encode(DisconnectReason.quit()));
    }

    @Override
    public void onTimingMark() {
        connection.send(TIMING_MARK);
    }
}
