package dev.parley.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** What everybody has to know who wants to come in, or that nobody has to know anything. Immutable. */
public final class Password {

    /** Anybody may come in. */
    public static final Password NONE = new Password("");

    private final byte[] bytes;

    /** This one; empty for none. */
    public Password(String password) {
        this.bytes = password.getBytes(UTF_8);
    }

    /** Whether there is one. */
    public boolean isNeeded() {
        return bytes.length > 0;
    }

    /** Whether this lets somebody in. Takes as long for what is nearly right as for anything else. */
    public boolean admits(String typed) {
        return !isNeeded() || MessageDigest.isEqual(bytes, typed.getBytes(UTF_8));
    }

    /** Not what it is, so that it reaches no log. */
    @Override
    public String toString() {
        return isNeeded() ? "a password" : "no password";
    }
}
