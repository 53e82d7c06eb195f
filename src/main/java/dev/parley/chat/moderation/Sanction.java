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
 * What the operator has laid on somebody. It holds for whoever has the name, or one that looks like it; for whoever is
 * the person, which is the same as showing its token; and for whoever comes from the address: as far as each is given.
 *
 * @param kind what it does
 * @param nickname the name it was laid on; null if it was laid on an address
 * @param person the identity it holds for, see {@link User#id()}
 * @param address the remote address it holds for, without port; with it all of its {@link IpAddresses#clientPrefix}
 * @param since when it began
 * @param until when it ends by itself; null if it does not
 */
public record Sanction(
        Kind kind,
        @Nullable Nickname nickname,
        @Nullable String person,
        @Nullable String address,
        Instant since,
        @Nullable Instant until) {

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final Duration A_DAY = Duration.ofDays(1);

    /** What a sanction does. */
    public enum Kind {
        /** Keeps somebody out. */
        BAN,
        /** Keeps somebody silent. */
        MUTE
    }

    /** Checks that it is laid on something. */
    public Sanction {
        if (nickname == null && address == null) {
            throw new IllegalArgumentException("A sanction is laid on a name or on an address.");
        }
    }

    /**
     * The sanction that was kept as this.
     *
     * @throws IllegalArgumentException if the name is none
     */
    public static Sanction restored(
            Kind kind,
            @Nullable String name,
            @Nullable String person,
            @Nullable String address,
            Instant since,
            @Nullable Instant until) {
        return new Sanction(kind, name == null ? null : Nickname.of(name), person, address, since, until);
    }

    /** What it was laid on: of one kind there is one sanction at most for each target. */
    public String target() {
        return nickname == null ? "address " + address : "name " + nickname.key();
    }

    /** Whether it has ended by itself. */
    public boolean isExpired(Instant now) {
        return until != null && !until.isAfter(now);
    }

    /** Whether it holds for this name. */
    public boolean appliesTo(Nickname other) {
        return nickname != null && nickname.key().equals(other.key());
    }

    /** Whether it holds for a person, known or not, who comes from this address. */
    public boolean appliesTo(@Nullable String otherPerson, String from) {
        return (person != null && person.equals(otherPerson))
                || (address != null && (IpAddresses.haveSamePrefix(address, from) || areThisMachine(address, from)));
    }

    /** This machine is one, whichever of its own addresses it is reached by. */
    private static boolean areThisMachine(String one, String other) {
        return IpAddresses.isLoopback(one) && IpAddresses.isLoopback(other);
    }

    /** Whether it holds for somebody who is here. */
    public boolean appliesTo(User other) {
        return appliesTo(other.nickname())
                || appliesTo(other.id(), other.clientInfo().address());
    }

    /** How long it holds, to stand behind “banned”: {@code " until 18:05 UTC, 29 minutes from now"}, or nothing. */
    public String term(Instant now) {
        if (until == null) {
            return "";
        }
        Duration left = Duration.between(now, until);
        DateTimeFormatter written = left.compareTo(A_DAY) < 0 ? TODAY : LATER;
        return " until " + written.format(until.atOffset(ZoneOffset.UTC)) + ", " + inWords(left) + " from now";
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
