package dev.parley.chat.identity;

import com.ibm.icu.text.SpoofChecker;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * A nickname, shown as {@link #text() typed} and unique by its {@link #key() key}.
 *
 * <p>The text satisfies the PRECIS profile UsernameCasePreserved (RFC 8265, section 3.4), so it has no white space,
 * emoji or controls. The key is the UTS 39 skeleton of the case-mapped form (RFC 8265, section 3.3): {@code Bob} and
 * {@code bob} have one key, and so have {@code bob1} and {@code bobl}, which look alike.
 *
 * <p>Use {@link NicknamePolicy#parse} to create one.
 */
public final class Nickname {

    private static final SpoofChecker LOOK_ALIKES = new SpoofChecker.Builder().build();

    private final String text;
    private final String folded;
    private final String key;

    private Nickname(String text, String folded) {
        this.text = text;
        this.folded = folded;
        this.key = LOOK_ALIKES.getSkeleton(folded);
    }

    /**
     * Creates a nickname of any length.
     *
     * @throws IllegalArgumentException if PRECIS does not allow it as a user name; the message is not for users
     */
    public static Nickname of(String raw) {
        String text = PrecisProfiles.USERNAME_CASE_PRESERVED.enforce(raw);
        return new Nickname(text, PrecisProfiles.USERNAME_CASE_MAPPED.enforce(raw));
    }

    /** Returns the nickname as it is shown. */
    public String text() {
        return text;
    }

    /** Returns the key, which is equal for nicknames that differ in case only or look alike. */
    public String key() {
        return key;
    }

    /** Returns the length in characters (code points). */
    int length() {
        return text.codePointCount(0, text.length());
    }

    /** Returns whether two nicknames differ in case at most. */
    boolean equalsIgnoreCase(Nickname other) {
        return folded.equals(other.folded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nickname nickname && text.equals(nickname.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
