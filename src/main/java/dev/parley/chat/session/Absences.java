package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.AbsenceRefusals;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.RoomRelay;
import dev.parley.text.VisibleText;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Sets the absence of users: a text that others see until the user ends it or is offline. It belongs to the claim on the
 * nickname, and so to all sessions of the user on all nodes. Thread-safe; nothing blocks.
 */
public final class Absences {

    /** The most characters (code points) of a text. */
    public static final int MOST_CHARACTERS = 200;

    private static final Pattern CONTROLS = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+");
    private static final Pattern UNPAIRED = Pattern.compile("\\p{Cs}"); // surrogates, which no database stores

    private final NicknameAllocator nicknames;
    private final UserRenamer claims;
    private final RoomRelay relay;

    Absences(NicknameAllocator nicknames, UserRenamer claims, RoomRelay relay) {
        this.nicknames = nicknames;
        this.claims = claims;
        this.relay = relay;
    }

    /**
     * Sets the absence of the user of a session, on one line. Limited in rate like a change of the nickname.
     *
     * @param text the text for others; empty to end the absence, which a muted user may do as well
     * @return the refusal, if any; never fails
     */
    public CompletionStage<Optional<Refusal>> set(Session session, String text) {
        String line = UNPAIRED.matcher(CONTROLS.matcher(text).replaceAll(" "))
                .replaceAll("\uFFFD")
                .strip();
        return check(session, line)
                .map(refusal -> CompletableFuture.completedFuture(Optional.of(refusal)))
                .orElseGet(() -> store(session.onlineUser(), line).toCompletableFuture())
                .thenApply(result -> result.map(refusal -> session.refused(null, refusal)));
    }

    private static Optional<Refusal> check(Session session, String line) {
        int length = line.codePointCount(0, line.length());
        if (!line.isEmpty() && !VisibleText.isVisible(line)) {
            return Optional.of(Refusal.messageEmpty());
        } else if (length > MOST_CHARACTERS) {
            return Optional.of(AbsenceRefusals.tooLong(length, MOST_CHARACTERS));
        }
        return (line.isEmpty() ? Optional.<Refusal>empty() : session.check(UserAction.SET_ABSENCE)).or(session::moved);
    }

    private CompletionStage<Optional<Refusal>> store(OnlineUser online, String line) {
        return nicknames
                .setAbsence(online.user().id(), online.holder(), line)
                .thenApply(result -> {
                    if (result instanceof NicknameAllocator.Granted granted) {
                        claims.apply(granted.claim());
                        relay.publish(
                                new RelaySignal.ClaimChanged(granted.claim().userId()));
                        return Optional.<Refusal>empty();
                    }
                    return Optional.of(Refusal.shuttingDown());
                })
                .exceptionally(failure -> Optional.of(LoginHandler.refusal("A change of an absence", failure)));
    }

    /** Sends the sender of a direct message the absence of the other user, not after each message. */
    static void inform(Session sender, Claim to) {
        if (!to.absence().isEmpty()
                && !to.userId().equals(sender.user().id())
                && sender.onlineUser()
                        .absenceNotices()
                        .isDue(to.userId(), to.absence(), sender.chatServer().now())) {
            sender.subscriber().onNotice(to.nickname() + " is away: " + to.absence());
        }
    }
}
