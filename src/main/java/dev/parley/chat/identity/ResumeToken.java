package dev.parley.chat.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/** The token by which a client resumes as the same user. */
public final class ResumeToken extends Credential {

    private static final Pattern WRITTEN = written("");

    private ResumeToken(String secret) {
        super(secret);
    }

    /** Generates a token. */
    public static ResumeToken generate() {
        return new ResumeToken(Secrets.generate());
    }

    /** Parses a token; empty if the text is none. */
    public static Optional<ResumeToken> parse(String written) {
        return WRITTEN.matcher(written).matches() ? Optional.of(new ResumeToken(written)) : Optional.empty();
    }
}
