package dev.parley.chat.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** The password of the server, or the absence of one. Immutable. */
public final class ServerPassword {

    /** No password is required. */
    public static final ServerPassword NONE = new ServerPassword("");

    private final byte[] bytes;

    /** Creates a password; empty for none. */
    public ServerPassword(String password) {
        this.bytes = password.getBytes(UTF_8);
    }

    /** Returns whether a password is required. */
    public boolean isRequired() {
        return bytes.length > 0;
    }

    /** Returns whether the password is right. The time that this takes does not depend on the text. */
    public boolean matches(String typed) {
        return !isRequired() || MessageDigest.isEqual(bytes, typed.getBytes(UTF_8));
    }

    /** Hides the password, so that it reaches no log. */
    @Override
    public String toString() {
        return isRequired() ? "a password" : "no password";
    }
}
