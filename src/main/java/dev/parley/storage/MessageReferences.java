package dev.parley.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.EntryDraft;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;

/** The digests under which a database stores references. Confined to one thread. */
public final class MessageReferences {

    /** The time for which a reference identifies a message. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** The number of references that are kept, of all users: about 200 MB. */
    public static final int MOST_KEPT = 1_000_000;

    private static final int DIGEST_BYTES = 16;

    private final MessageDigest sha256 = sha256();

    /** Returns the digest of the user who sends a message. */
    public byte[] sender(EntryDraft draft) {
        return digest(draft.user().id());
    }

    /** Returns the digest of the content, by which two messages with one reference are compared. */
    public byte[] content(EntryDraft draft) {
        return digest(draft.content());
    }

    private byte[] digest(String text) {
        return Arrays.copyOf(sha256.digest(text.getBytes(UTF_8)), DIGEST_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
