package dev.parley.chat.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The id of a user for other users: the first 128 bits of a SHA-256 of {@link User#id()}, as 22 characters of Base64 for
 * URLs (RFC 4648, section 5). It is equal on all nodes and after each restart, for online users and for stored messages, and
 * follows a user through new nicknames. Neither the id of the user nor a token can be computed from it. Thread-safe.
 */
public final class PublicUserId {

    /** Separates these digests from those of other uses. */
    private static final String PURPOSE = "parley public user id\n";

    private static final int BYTES = 16;

    private PublicUserId() {}

    /** Returns the public id of the user with an id. */
    public static String of(String userId) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((PURPOSE + userId).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
