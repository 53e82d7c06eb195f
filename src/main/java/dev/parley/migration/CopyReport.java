package dev.parley.migration;

import dev.parley.migration.ContentDigest.Content;
import dev.parley.storage.StoredTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** The comparison of the source and the target of a migration, by table and by room. */
final class CopyReport {

    /** The equal rooms that are listed, those with the most rows. */
    private static final int LISTED_ROOMS = 30;

    private static final int DIGEST_CHARACTERS = 16;

    private final ContentDigest source;
    private final ContentDigest target;

    CopyReport(ContentDigest source, ContentDigest target) {
        this.source = source;
        this.target = target;
    }

    /** A line of a table of the report. */
    private record Pair(String name, Content source, Content target) {
        boolean isEqual() {
            return source.equals(target);
        }

        String line() {
            return line(name, number(source.rows()), number(target.rows()), this);
        }

        String lineOfRoom() {
            return line(name, number(target.messages()), number(target.references()), this);
        }

        private static String line(String name, String first, String second, Pair pair) {
            return format(
                    name,
                    first,
                    second,
                    pair.source.digest().substring(0, DIGEST_CHARACTERS),
                    pair.target.digest().substring(0, DIGEST_CHARACTERS),
                    pair.isEqual() ? "equal" : "different");
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String format(Object... cells) {
        return String.format(Locale.ROOT, "%-30s %12s %12s  %-16s  %-16s  %s", cells)
                .stripTrailing();
    }

    /** Returns whether the target has all rows of the source, and no others. */
    boolean isEqual() {
        return tables().stream().allMatch(Pair::isEqual) && rooms().stream().allMatch(Pair::isEqual);
    }

    /** Returns the number of rows of a table in the target. */
    long rows(StoredTable table) {
        return target.ofTable(table).rows();
    }

    private List<Pair> tables() {
        List<Pair> pairs = new ArrayList<>();
        for (StoredTable table : StoredTable.values()) {
            pairs.add(new Pair(table.title(), source.ofTable(table), target.ofTable(table)));
        }
        return pairs;
    }

    private List<Pair> rooms() {
        SortedMap<String, Content> sent = source.ofRooms();
        Map<String, Content> stored = target.ofRooms();
        TreeSet<String> names = new TreeSet<>(sent.keySet());
        names.addAll(stored.keySet());
        return names.stream()
                .map(name ->
                        new Pair(name, sent.getOrDefault(name, Content.NONE), stored.getOrDefault(name, Content.NONE)))
                .sorted(Comparator.comparing(Pair::isEqual)
                        .thenComparing(pair -> -pair.target().rows()))
                .toList();
    }

    /** Returns the tables of the report; rooms that differ come first, and all of them are listed. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(format("table", "source", "target", "digest of source", "digest of target", ""));
        tables().forEach(pair -> lines.add(pair.line()));
        lines.add("");
        lines.add(format("room", "messages", "references", "digest of source", "digest of target", ""));
        List<Pair> rooms = rooms();
        long different = rooms.stream().filter(pair -> !pair.isEqual()).count();
        long listed = Math.min(rooms.size(), Math.max(different, LISTED_ROOMS));
        rooms.stream().limit(listed).forEach(pair -> lines.add(pair.lineOfRoom()));
        if (rooms.size() > listed) {
            lines.add("and " + number(rooms.size() - listed) + " more rooms, equal");
        }
        return lines;
    }
}
