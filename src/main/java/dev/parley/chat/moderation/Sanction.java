package dev.parley.chat.moderation;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A ban or mute. It applies to a nickname and all that look like it, to a user, and to an address, as far as each is
 * given.
 *
 * @param kind the kind of sanction
 * @param nickname the nickname; null if the sanction is on an address only
 * @param person the id of the user, see {@link User#id()}; null if unknown
 * @param address the remote address without port, which stands for its {@link IpAddresses#clientPrefix}
 * @param since the time at which it was imposed
 * @param until the time at which it expires; null if it does not
 * @param by the operator who imposed it
 * @param reason the reason, in one line; empty if none was given
 */
public record Sanction(
        Kind kind,
        @Nullable Nickname nickname,
        @Nullable String person,
        @Nullable String address,
        Instant since,
        @Nullable Instant until,
        Operator by,
        String reason) {

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final Duration A_DAY = Duration.ofDays(1);

    /** The kind of a sanction. */
    public enum Kind {
        /** Refuses every action. */
        BAN,
        /** Refuses actions that show a text to others, see {@link UserAction}. */
        MUTE
    }

    /** Checks that the sanction has a target. */
    public Sanction {
        if (nickname == null && address == null) {
            throw new IllegalArgumentException("A sanction is laid on a name or on an address.");
        }
    }

    /** Creates a sanction of the console without a reason. */
    public Sanction(
            Kind kind,
            @Nullable Nickname nickname,
            @Nullable String person,
            @Nullable String address,
            Instant since,
            @Nullable Instant until) {
        this(kind, nickname, person, address, since, until, Operator.CONSOLE, "");
    }

    /**
     * Recreates a stored sanction.
     *
     * @throws IllegalArgumentException if the nickname is invalid
     */
    public static Sanction restored(
            Kind kind,
            @Nullable String name,
            @Nullable String person,
            @Nullable String address,
            Instant since,
            @Nullable Instant until,
            Operator by,
            String reason) {
        return new Sanction(kind, name == null ? null : Nickname.of(name), person, address, since, until, by, reason);
    }

    /** Returns the target; of each kind there is at most one sanction per target. */
    public String target() {
        return nickname == null ? "address " + address : "name " + nickname.key();
    }

    /** Returns whether the sanction has expired. */
    public boolean isExpired(Instant now) {
        return until != null && !until.isAfter(now);
    }

    /** Returns whether it applies to a nickname. */
    public boolean appliesTo(Nickname other) {
        return nickname != null && nickname.key().equals(other.key());
    }

    /** Returns whether it applies to an address. */
    boolean appliesToAddress(String from) {
        return address != null && (IpAddresses.haveSameBanScope(address, from) || areThisMachine(address, from));
    }

    /** Returns whether it applies to the user or an address behind an action. */
    boolean appliesTo(Actor actor) {
        return (person != null && person.equals(actor.userId()))
                || (actor.nickname() != null && appliesTo(actor.nickname()))
                || (address != null && actor.addresses().stream().anyMatch(this::appliesToAddress));
    }

    /** All addresses of this machine count as one. */
    private static boolean areThisMachine(String one, String other) {
        return IpAddresses.isLoopback(one) && IpAddresses.isLoopback(other);
    }

    /** Returns whether it applies to a user who is online. */
    public boolean appliesTo(User other) {
        return appliesTo(Actor.of(other, other.clientInfo()));
    }

    /**
     * Returns the rest of a sentence after "banned": {@code " until 18:05 UTC, 29 minutes from now"}, or empty text.
     */
    public String term(Instant now) {
        if (until == null) {
            return "";
        }
        Duration left = Duration.between(now, until);
        DateTimeFormatter written = left.compareTo(A_DAY) < 0 ? TODAY : LATER;
        return " until " + written.format(until.atOffset(ZoneOffset.UTC)) + ", " + inWords(left) + " from now";
    }

    /** Returns the {@link #term}, and the reason if one was given: {@code " until 18:05 UTC, 29 minutes from now: spam"}. */
    public String termAndReason(Instant now) {
        return term(now) + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String inWords(Duration left) {
        long minutes = Math.max(1, left.plusSeconds(30).toMinutes());
        if (minutes < 120) {
            return minutes == 1 ? "a minute" : minutes + " minutes";
        }
        long hours = left.plusMinutes(30).toHours();
        return hours < 48 ? hours + " hours" : left.plusHours(12).toDays() + " days";
    }
}
