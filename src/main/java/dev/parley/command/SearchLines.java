package dev.parley.command;

import dev.parley.chat.search.SearchHit;
import dev.parley.chat.search.SearchResult;
import dev.parley.chat.session.SearchAnswer;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Formats the results of {@code /search}, for users and for the operator. Stateless. */
public final class SearchLines {

    /** The most messages of a reply. */
    public static final int MOST = 20;

    /** The arguments of the command. */
    public static final String ARGUMENTS = "WORDS…";

    /** The help of the command. */
    public static final String HELP =
            "Finds messages: tea from:ada in:dev after:2026-11-01 before:2026-11-20 \"two words\".";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private SearchLines() {}

    /** Returns a line for each message, the newest first, and the notes; fails with the refusal. */
    public static CompletionStage<List<String>> of(CompletionStage<SearchAnswer> search) {
        return search.thenCompose(answer -> {
            SearchResult result = answer.result();
            if (result != null) {
                return CompletableFuture.completedFuture(lines(result));
            }
            return answer.refusal() == null
                    ? CompletableFuture.completedFuture(List.of())
                    : RefusedCommandException.refused(answer.refusal());
        });
    }

    private static List<String> lines(SearchResult result) {
        List<String> lines = new ArrayList<>();
        result.hits().forEach(hit -> lines.add(line(hit)));
        if (result.hits().isEmpty()) {
            lines.add("No message was found.");
        }
        lines.addAll(result.sentences());
        return lines;
    }

    /** Returns {@code dev 2026-11-20 12:03 #12 <ada> hello}. */
    private static String line(SearchHit hit) {
        return hit.room() + " " + TIME.format(hit.at().atZone(ZoneId.systemDefault())) + " #"
                + hit.position().seq() + " " + (hit.action() ? "* " + hit.name() + " " : "<" + hit.name() + "> ")
                + hit.excerpt();
    }
}
