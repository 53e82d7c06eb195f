package dev.parley.stomp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of STOMP, oldest first, with their frame rules. */
public enum StompVersion {
    /** Has no escapes and ignores padding around values, as in the examples of the specification. */
    V1_0("1.0", ""),
    /** Escapes line feed, colon, backslash (STOMP 1.1, "Value Encoding"). */
    V1_1("1.1", "nc\\"),
    /** Escapes carriage return too (STOMP 1.2, "Value Encoding"). */
    V1_2("1.2", "rnc\\");

    /**
     * The {@code accept-version} of a client that supports every version, and the {@code version} of a server's ERROR.
     */
    public static final String ALL = "1.0,1.1,1.2";

    private final String number;
    private final String escapes;

    StompVersion(String number, String escapes) {
        this.number = number;
        this.escapes = escapes;
    }

    /** Returns the version number as in headers, such as {@code 1.2}. */
    public String number() {
        return number;
    }

    /**
     * Returns the highest common version (STOMP 1.2, "Protocol Negotiation").
     *
     * @param acceptVersion the client's {@code accept-version} header; null means 1.0
     * @return empty if there is no common version; the server replies with an ERROR with {@code version:} {@link #ALL}
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
     * Returns the version that a server has chosen.
     *
     * @param version the {@code version} header of CONNECTED; null means 1.0
     * @return empty if the version is unknown
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

    /** Returns whether headers have escapes. */
    boolean escapes() {
        return this != V1_0;
    }

    /** Returns whether a backslash followed by this letter is an escape. */
    boolean escapes(char letter) {
        return escapes.indexOf(letter) >= 0;
    }
}
