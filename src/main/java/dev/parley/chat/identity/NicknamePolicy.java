package dev.parley.chat.identity;

import dev.parley.text.BotMark;
import dev.parley.text.ByteOrderMark;
import dev.parley.text.VisibleText;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rules for nicknames, apart from being free.
 *
 * @param longest the longest nickname in characters (code points), at least 1
 */
public record NicknamePolicy(int longest) {

    /** The reserved nickname of the operator. */
    public static final Nickname OPERATOR = Nickname.of("Server");

    /** The nickname of a user that has no allowed one. */
    public static final String GUEST = "guest";

    private static final Set<String> RESERVED = Stream.of("Server", "operator", "admin", "system")
            .map(text -> Nickname.of(text).key())
            .collect(Collectors.toSet());

    private static final String BOT_MARK_KEY = Nickname.of(BotMark.MARK).key();

    private static final int HEADER_DIGITS = 10;
    private static final int MAX_NUMBER_DIGITS = 6;
    private static final int FIRST_NUMBERS = 20;

    /** The number of typed characters from which a nickname is made; each is checked by itself. */
    private static final int MOST_TYPED = 256;

    private static final int RANDOM_NUMBERS = 6; // per number of digits

    /** The result of parsing a nickname. */
    public sealed interface Result permits Valid, Invalid {}

    /** An allowed nickname; the {@link NicknameRegistry} decides whether it is free. */
    public record Valid(Nickname nickname) implements Result {}

    /** A nickname that is not allowed. */
    public record Invalid(NicknameViolation problem) implements Result {}

    /** Parses a nickname as typed; ignores a byte order mark before it and blanks around it. */
    public Result parse(String typed) {
        String raw = ByteOrderMark.skip(typed).strip();
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
        if (!isAllowedFirst(nickname.text().codePointAt(0))) {
            return new Invalid(
                    NicknameViolation.invalid("A name does not begin with an accent or another mark alone."));
        }
        if (nickname.text().codePoints().noneMatch(Character::isLetterOrDigit)) {
            return new Invalid(NicknameViolation.invalid("A name has at least one letter or digit."));
        }
        if (nickname.key().endsWith(BOT_MARK_KEY)) {
            return new Invalid(NicknameViolation.botMark(BotMark.MARK));
        }
        if (RESERVED.contains(nickname.key())) {
            return new Invalid(NicknameViolation.reserved(nickname.text()));
        }
        return new Valid(nickname);
    }

    /**
     * Returns allowed nicknames, the nearest to the typed one first: without the characters that are not allowed, cut to
     * the limit, then with a number, then {@code guest} with a number.
     */
    Stream<Nickname> nearest(String typed) {
        StringBuilder kept = new StringBuilder();
        typed.codePoints()
                .limit(MOST_TYPED)
                .filter(NicknamePolicy::isAllowedAlone)
                .dropWhile(c -> !isAllowedFirst(c))
                .forEach(kept::appendCodePoint);
        String cut = cut(kept.toString(), longest);
        String guest = cut(GUEST, longest);
        String base = parse(cut) instanceof Valid ? cut : guest;
        return Stream.concat(
                Stream.concat(valid(base), numbered(base)),
                base.equals(guest) ? Stream.empty() : Stream.concat(valid(guest), numbered(guest)));
    }

    /**
     * Returns a few allowed nicknames that are {@code base} with a number, cut to the limit: with {@value #FIRST_NUMBERS}
     * numbers from 2 on, then with random ones of 2 to 6 digits, the shortest first.
     */
    Stream<Nickname> numbered(String base) {
        // A base of 9 digits, for example, is allowed with no number at all: one try per length shows that.
        Set<Integer> lengths = IntStream.rangeClosed(1, Math.min(longest, MAX_NUMBER_DIGITS))
                .filter(length -> parse(numbered(base, "2".repeat(length))) instanceof Valid)
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
        return lengths.isEmpty()
                ? Stream.empty()
                : IntStream.concat(IntStream.range(2, 2 + FIRST_NUMBERS), randomNumbers())
                        .mapToObj(Integer::toString)
                        .filter(number -> lengths.contains(number.length()))
                        .flatMap(number -> valid(numbered(base, number)));
    }

    private static IntStream randomNumbers() {
        return IntStream.rangeClosed(2, MAX_NUMBER_DIGITS).flatMap(digits -> {
            int least = (int) Math.pow(10, digits - 1);
            return ThreadLocalRandom.current().ints(RANDOM_NUMBERS, least, 10 * least);
        });
    }

    private String numbered(String base, String number) {
        return cut(base, longest - number.length()) + number;
    }

    /** Returns the nickname with an underscore, cut to the limit, if it is allowed. */
    Stream<Nickname> underscored(Nickname base) {
        return valid(cut(base.text(), longest - 1) + "_");
    }

    private Stream<Nickname> valid(String text) {
        return parse(text) instanceof Valid valid ? Stream.of(valid.nickname()) : Stream.empty();
    }

    private static boolean isMarkup(String raw) {
        return raw.indexOf('<') >= 0 || raw.indexOf('>') >= 0 || raw.startsWith("/") || raw.startsWith("\\");
    }

    /** A combining mark at the beginning would join the text before the nickname. */
    private static boolean isAllowedFirst(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> false;
            default -> VisibleText.isVisible(codePoint);
        };
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
            boolean hidden = !VisibleText.isVisible(c) || type == Character.UNASSIGNED || type == Character.SURROGATE;
            shown.append(hidden ? String.format("\\u%04x", c) : Character.toString(c));
        });
        return shown.toString();
    }
}
