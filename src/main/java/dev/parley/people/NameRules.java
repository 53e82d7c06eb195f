package dev.parley.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be a name here, besides being free.
 *
 * @param longest the most characters (code points) a name may have, at least 1
 */
public record NameRules(int longest) {

    /** Under this name the operator speaks; nobody else can have it. */
    public static final Name OPERATOR = Name.of("Server");

    private static final Set<String> RESERVED = Stream.of("Server", "operator", "admin", "system")
            .map(text -> Name.of(text).key())
            .collect(Collectors.toSet());

    private static final int HEADER_DIGITS = 10;

    /** Checks the limit. */
    public NameRules {
        if (longest < 1) {
            throw new IllegalArgumentException("A name needs room for at least 1 character, not " + longest + ".");
        }
    }

    /** What came of reading a name. */
    public sealed interface Reading permits Good, Bad {}

    /** A name that is allowed; whether it is free is for {@link Names} to say. */
    public record Good(Name name) implements Reading {}

    /** Not a name that is allowed, and why. */
    public record Bad(NameProblem problem) implements Reading {}

    /** Reads what somebody typed as a name; blanks around it do not count. */
    public Reading read(String typed) {
        String raw = typed.strip();
        if (raw.isEmpty()) {
            return new Bad(NameProblem.empty(longest));
        }
        int typedLength = raw.codePointCount(0, raw.length());
        if (typedLength > longest) {
            return new Bad(NameProblem.tooLong(typedLength, longest));
        }
        if (raw.codePoints().anyMatch(Character::isWhitespace)) {
            return new Bad(NameProblem.invalid("A name has no spaces in it."));
        }
        if (isMarkup(raw)) {
            return new Bad(NameProblem.invalid("A name has no < or > in it and does not begin with / or \\."));
        }
        if (raw.length() == HEADER_DIGITS && raw.chars().allMatch(Character::isDigit)) {
            return new Bad(NameProblem.number(HEADER_DIGITS));
        }
        Name name;
        try {
            name = Name.of(raw);
        } catch (IllegalArgumentException notAUserName) {
            return new Bad(NameProblem.invalid("“" + visible(raw) + "” has characters that a name cannot have."));
        }
        if (name.length() > longest) {
            return new Bad(NameProblem.tooLong(name.length(), longest));
        }
        if (RESERVED.contains(name.key())) {
            return new Bad(NameProblem.reserved(name.text()));
        }
        return new Good(name);
    }

    /**
     * A free name as near as possible to what was typed, for somebody who cannot be asked again: characters that are
     * not allowed are dropped, the rest is cut to the limit, and a number is put behind it where it is taken.
     */
    Name nearest(String typed, Predicate<Name> free) {
        StringBuilder kept = new StringBuilder();
        typed.codePoints().filter(NameRules::isAllowedAlone).forEach(kept::appendCodePoint);
        String base = cut(kept.toString(), longest);
        if (!base.isEmpty() && read(base) instanceof Good good && free.test(good.name())) {
            return good.name();
        }
        if (base.isEmpty() || !(read(base) instanceof Good)) {
            base = cut("guest", longest);
            if (read(base) instanceof Good good && free.test(good.name())) {
                return good.name();
            }
        }
        return numbered(base, 1, free).get(0);
    }

    /** Up to two allowed and free names like {@code wanted}: one with a number, one with an underscore if that is free. */
    List<String> suggestions(Name wanted, Predicate<Name> free) {
        List<String> found = new ArrayList<>();
        numbered(wanted.text(), 1, free).forEach(name -> found.add(name.text()));
        if (read(cut(wanted.text(), longest - 1) + "_") instanceof Good good && free.test(good.name())) {
            found.add(good.name().text());
        } else {
            numbered(wanted.text(), 2, free).stream().skip(1).forEach(name -> found.add(name.text()));
        }
        return found;
    }

    private List<Name> numbered(String base, int count, Predicate<Name> free) {
        List<Name> found = new ArrayList<>();
        for (int number = 2; found.size() < count && number < Integer.MAX_VALUE; number++) {
            String suffix = Integer.toString(number);
            if (suffix.length() > longest) {
                break;
            }
            if (read(cut(base, longest - suffix.length()) + suffix) instanceof Good good && free.test(good.name())) {
                found.add(good.name());
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
            Name.of(Character.toString(codePoint));
            return true;
        } catch (IllegalArgumentException notAllowed) {
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
