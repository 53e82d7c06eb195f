package dev.parley.chat.search;

import dev.parley.text.RoomName;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a search as typed: {@code tea from:ada in:dev after:2026-11-01 before:2026-11-20 "two words"}. No character has
 * another meaning. Not thread-safe; one for each search.
 */
public final class SearchParser {

    static final String USAGE = "Say what to search for: /search tea from:ada in:dev before:2026-11-20 \"two words\"";

    private static final int MOST_CHARACTERS = 200;
    private static final int MOST_TERMS = 10;

    private static final Pattern PART = Pattern.compile("[\"“„”]([^\"“„”]*)[\"“„”]|(\\S+)");
    private static final Pattern FILTER =
            Pattern.compile("(from|in|before|after):(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** As in ISO 8601, with a year of 4 digits. */
    private static final DateTimeFormatter DAY = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final ZoneId zone;
    private final List<SearchTerm> terms = new ArrayList<>();
    private @Nullable String from;
    private @Nullable RoomName in;
    private @Nullable Instant since;
    private @Nullable Instant until;

    /**
     * Creates a parser.
     *
     * @param zone the zone of days
     */
    public SearchParser(ZoneId zone) {
        this.zone = zone;
    }

    /** The query, or the sentence that explains why there is none. */
    public record Parsed(
            @Nullable SearchQuery query, @Nullable String problem) {}

    /** Parses a search. */
    public Parsed parse(String typed) {
        String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            return new Parsed(null, "A search has at most " + MOST_CHARACTERS + " characters.");
        }
        Matcher parts = PART.matcher(text);
        Optional<String> problem = Optional.empty();
        while (problem.isEmpty() && parts.find()) {
            String quoted = parts.group(1);
            if (quoted == null) {
                problem = word(parts.group(2));
            } else if (!quoted.isBlank()) {
                terms.add(SearchTerm.quoted(quoted.strip()));
            }
        }
        if (problem.isPresent()) {
            return new Parsed(null, problem.get());
        } else if (terms.size() > MOST_TERMS) {
            return new Parsed(null, "A search has at most " + MOST_TERMS + " words.");
        } else if (terms.isEmpty() && from == null && in == null && since == null && until == null) {
            return new Parsed(null, USAGE);
        }
        return new Parsed(new SearchQuery(terms, from, in, since, until), null);
    }

    private Optional<String> word(String word) {
        Matcher filter = FILTER.matcher(word);
        if (!filter.matches()) {
            terms.add(SearchTerm.word(word));
            return Optional.empty();
        }
        String value = filter.group(2);
        return switch (filter.group(1).toLowerCase(Locale.ROOT)) {
            case "from" -> {
                from = value;
                yield Optional.empty();
            }
            case "in" -> room(value);
            case "before" -> day(word, value, false);
            default -> day(word, value, true);
        };
    }

    private Optional<String> room(String value) {
        Optional<RoomName> room = RoomName.parse(value);
        in = room.orElse(null);
        return room.isPresent() ? Optional.empty() : Optional.of("“" + value + "” is not the name of a room.");
    }

    private Optional<String> day(String word, String value, boolean after) {
        try {
            LocalDate day = LocalDate.parse(value, DAY);
            if (after) {
                since = day.plusDays(1).atStartOfDay(zone).toInstant();
            } else {
                until = day.atStartOfDay(zone).toInstant();
            }
            return Optional.empty();
        } catch (DateTimeException ignored) {
            return Optional.of("“" + word + "” needs a day, as in before:2026-11-20.");
        }
    }
}
