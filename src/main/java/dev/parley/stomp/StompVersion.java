package dev.parley.stomp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of STOMP, oldest first, and what of their rules differs in frames. */
public enum StompVersion {
    /** Escapes nothing, and pads values with blanks that mean nothing, as the examples of its specification do. */
    V1_0("1.0", ""),
    /** Escapes line feed, colon, backslash (STOMP 1.1, "Value Encoding"). */
    V1_1("1.1", "nc\\"),
    /** Escapes carriage return as well (STOMP 1.2, "Value Encoding"). */
    V1_2("1.2", "rnc\\");

    /**
     * What a client that can speak every version says in {@code accept-version}, and a server in an ERROR's {@code
     * version}.
     */
    public static final String ALL = "1.0,1.1,1.2";

    private final String number;
    private final String escapes;

    StompVersion(String number, String escapes) {
        this.number = number;
        this.escapes = escapes;
    }

    /** As it stands in headers: {@code 1.2}. */
    public String number() {
        return number;
    }

    /**
     * The highest version both sides speak (STOMP 1.2, "Protocol Negotiation").
     *
     * @param acceptVersion the client's {@code accept-version} header; null, when it sent none, means 1.0
     * @return empty if there is no common version: the answer is an ERROR with {@code version:} {@link #ALL}
     */
    public static Optional<StompVersion> negotiate(@Nullable String acceptVersion) {
        if (acceptVersion == null) {
            return Optional.of(V1_0);
        }
        Optional<StompVersion> highest = Optional.empty();
        for (String offered : acceptVersion.split(",", -1)) {
            Optional<StompVersion> known = numbered(offered.strip());
            if (known.isPresent() && (highest.isEmpty() || known.get().compareTo(highest.get()) > 0)) {
                highest = known;
            }
        }
        return highest;
    }

    /**
     * The version a server has chosen.
     *
     * @param version the {@code version} header of its CONNECTED; null, when it sent none, means 1.0
     * @return empty if it is none of ours
     */
    public static Optional<StompVersion> chosen(@Nullable String version) {
        return version == null ? Optional.of(V1_0) : numbered(version.strip());
    }

    private static Optional<StompVersion> numbered(String number) {
        for (StompVersion version : values()) {
            if (version.number.equals(number)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Whether headers are escaped at all. */
    boolean escapes() {
        return this != V1_0;
    }

    /** Whether a backslash before this letter is an escape. */
    boolean escapes(char letter) {
        return escapes.indexOf(letter) >= 0;
    }
}
