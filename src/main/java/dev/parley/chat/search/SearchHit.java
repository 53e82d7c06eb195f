package dev.parley.chat.search;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A message that a search has found.
 *
 * @param excerpt the part of the text around the first term, on one line, at most {@value #MOST} characters and 2 ellipses
 * @param marks the places of the terms in the excerpt, in rising order without overlaps
 */
public record SearchHit(
        RoomName room, Position position, Instant at, String name, boolean action, String excerpt, List<Mark> marks) {

    private static final int MOST = 200;
    private static final int BEFORE = 60;
    private static final int MOST_MARKS = 20;

    /** Copies the marks. */
    public SearchHit {
        marks = List.copyOf(marks);
    }

    /**
     * A place in an excerpt, in UTF-16 code units.
     *
     * @param from the index of the first character
     * @param to the index after the last one
     */
    public record Mark(int from, int to) {}

    /** Creates the result for a message. */
    public static SearchHit of(
            SearchQuery query, RoomName room, Position position, Instant at, String name, boolean action, String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        List<Mark> found = marks(query, line);
        int first = found.isEmpty() ? 0 : found.get(0).from();
        int begin = line.length() <= MOST ? 0 : wholeCharacter(line, Math.max(0, first - BEFORE));
        int end = wholeCharacter(line, Math.min(line.length(), begin + MOST));
        String prefix = begin == 0 ? "" : "…";
        List<Mark> shown = found.stream()
                .filter(mark -> mark.from() >= begin && mark.to() <= end)
                .map(mark -> new Mark(mark.from() - begin + prefix.length(), mark.to() - begin + prefix.length()))
                .toList();
        String excerpt = prefix + line.substring(begin, end) + (end == line.length() ? "" : "…");
        return new SearchHit(room, position, at, name, action, excerpt, shown);
    }

    private static int wholeCharacter(String line, int index) {
        boolean isSplit = index > 0
                && index < line.length()
                && Character.isLowSurrogate(line.charAt(index))
                && Character.isHighSurrogate(line.charAt(index - 1));
        return isSplit ? index - 1 : index;
    }

    private static List<Mark> marks(SearchQuery query, String line) {
        FoldedText folded = FoldedText.of(line);
        List<Mark> found = new ArrayList<>();
        for (SearchTerm term : query.terms()) {
            Optional<SearchMark> mark = folded.find(term, 0);
            for (int count = 0; mark.isPresent() && count < MOST_MARKS; count++) {
                found.add(new Mark(mark.get().from(), mark.get().to()));
                mark = folded.find(term, mark.get().next());
            }
        }
        found.sort(Comparator.comparingInt(Mark::from).thenComparing(Mark::to, Comparator.reverseOrder()));
        List<Mark> apart = new ArrayList<>();
        for (Mark mark : found) {
            if (apart.isEmpty() || mark.from() >= apart.get(apart.size() - 1).to()) {
                apart.add(mark);
            }
        }
        return apart;
    }
}
