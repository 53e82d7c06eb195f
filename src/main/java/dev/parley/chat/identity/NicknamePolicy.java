package dev.parley.chat.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules for nicknames, apart from being free.
 *
 * @param longest the longest nickname in characters (code points), at least 1
 */
public record NicknamePolicy(int longest) {

    /** The reserved nickname of the operator. */
    public static final Nickname OPERATOR = Nickname.of("Server");

    private static final Set<String> RESERVED = Stream.of("Server", "operator", "admin", "system")
            .map(text -> Nickname.of(text).key())
            .collect(Collectors.toSet());

    private static final int HEADER_DIGITS = 10;

    /** The result of parsing a nickname. */
    public sealed interface Result permits Valid, Invalid {}

    /** An allowed nickname; {@link NicknameRegistry} decides whether it is free. */
    public record Valid(Nickname nickname) implements Result {}

    /** A nickname that is not allowed. */
    public record Invalid(NicknameViolation problem) implements Result {}

    /** Parses a nickname as typed; ignores blanks around it. */
    public Result parse(String typed) {
        String raw = typed.strip();
        if (raw.isEmpty()) {
            return new Invalid(NicknameViolation.empty(longest));
        }
        int typedLength = raw.codePointCount(0, raw.length());
        if (typedLength > longest) {
            return new Invalid(NicknameViolation.tooLong(typedLength, longest));
        }
        if (raw.codePoints().anyMatch(Character::isWhitespace)) {
            return new Invalid(NicknameViolation.invalid("A name has no spaces in it."));
        }
        if (isMarkup(raw)) {
            return new Invalid(
                    NicknameViolation.invalid("A name has no < or > in it and does not begin with / or \\."));
        }
        if (raw.length() == HEADER_DIGITS && raw.chars().allMatch(Character::isDigit)) {
            return new Invalid(NicknameViolation.number(HEADER_DIGITS));
        }
        Nickname nickname;
        try {
            nickname = Nickname.of(raw);
        } catch (IllegalArgumentException ignored) {
            return new Invalid(
                    NicknameViolation.invalid("“" + visible(raw) + "” has characters that a name cannot have."));
        }
        if (nickname.length() > longest) {
            return new Invalid(NicknameViolation.tooLong(nickname.length(), longest));
        }
        if (RESERVED.contains(nickname.key())) {
            return new Invalid(NicknameViolation.reserved(nickname.text()));
        }
        return new Valid(nickname);
    }

    /**
     * Returns a free nickname as near as possible to the typed one, for a client that cannot be prompted: drops
     * characters that are not allowed, cuts to the limit, and appends a number if it is taken.
     */
    Nickname nearestFree(String typed, Predicate<Nickname> free) {
        StringBuilder kept = new StringBuilder();
        typed.codePoints().filter(NicknamePolicy::isAllowedAlone).forEach(kept::appendCodePoint);
        String base = cut(kept.toString(), longest);
        if (!base.isEmpty() && parse(base) instanceof Valid valid && free.test(valid.nickname())) {
            return valid.nickname();
        }
        if (base.isEmpty() || !(parse(base) instanceof Valid)) {
            base = cut("guest", longest);
            if (parse(base) instanceof Valid valid && free.test(valid.nickname())) {
                return valid.nickname();
            }
        }
        return numbered(base, 1, free).get(0);
    }

    /** Returns up to 2 allowed and free nicknames like {@code wanted}: one with a number, one with an underscore. */
    List<String> suggestions(Nickname wanted, Predicate<Nickname> free) {
        List<String> found = new ArrayList<>();
        numbered(wanted.text(), 1, free).forEach(nickname -> found.add(nickname.text()));
        if (parse(cut(wanted.text(), longest - 1) + "_") instanceof Valid valid && free.test(valid.nickname())) {
            found.add(valid.nickname().text());
        } else {
            numbered(wanted.text(), 2, free).stream().skip(1).forEach(nickname -> found.add(nickname.text()));
        }
        return found;
    }

    private List<Nickname> numbered(String base, int count, Predicate<Nickname> free) {
        List<Nickname> found = new ArrayList<>();
        for (int number = 2; found.size() < count && number < Integer.MAX_VALUE; number++) {
            String suffix = Integer.toString(number);
            if (suffix.length() > longest) {
                break;
            }
            if (parse(cut(base, longest - suffix.length()) + suffix) instanceof Valid valid
                    && free.test(valid.nickname())) {
                found.add(valid.nickname());
            }
        }
        return found;
    }

    private static boolean isMarkup(String raw) {
        return raw.indexOf('<') >= 0 || raw.indexOf('>') >= 0 || raw.startsWith("/") || raw.startsWith("\\");
    }

    private static boolean isAllowedAlone(int codePoint) {
        if (codePoint == '<' || codePoint == '>' || codePoint == '/' || codePoint == '\\') {
            return false;
        }
        try {
            Nickname.of(Character.toString(codePoint));
            return true;
        } catch (IllegalArgumentException ignored) {
            return false;
        }
    }

    private static String cut(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(0, codePoints)));
    }

    private static String visible(String raw) {
        StringBuilder shown = new StringBuilder();
        raw.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.UNASSIGNED
                    || type == Character.SURROGATE;
            shown.append(hidden ? String.format("\\u%04x", c) : Character.toString(c));
        });
        return shown.toString();
    }
}
