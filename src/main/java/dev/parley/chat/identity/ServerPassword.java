package dev.parley.chat.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** What everybody has to know who wants to come in, or that nobody has to know anything. Immutable. */
public final class ServerPassword {

    /** Anybody may come in. */
    public static final ServerPassword NONE = new ServerPassword("");

    private final byte[] bytes;

    /** This one; empty for none. */
    public ServerPassword(String password) {
        this.bytes = password.getBytes(UTF_8);
    }

    /** Whether there is one. */
    public boolean isRequired() {
        return bytes.length > 0;
    }

    /** Whether this lets somebody in. Takes as long for what is nearly right as for anything else. */
    public boolean matches(String typed) {
        return !isRequired() || MessageDigest.isEqual(bytes, typed.getBytes(UTF_8));
    }

    /** Not what it is, so that it reaches no log. */
    @Override
    public String toString() {
        return isRequired() ? "a password" : "no password";
    }
}
