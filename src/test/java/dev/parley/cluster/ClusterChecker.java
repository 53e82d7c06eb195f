package dev.parley.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the transcripts of clients with the log of the database, after a run on several nodes. Reads only files. Each text
 * must be sent only once in its room, except under the same reference.
 */
public final class ClusterChecker {

    /** The most sentences of a check. */
    private static final int MOST = 20;

    /** The time that a client needs to notice its login or its end. */
    private static final long NOTICED_MICROS = 1_000_000;

    private static final double HEAP_GROWTH = 1.1;
    private static final long HEAP_TOLERANCE = 8 << 20;
    private static final int FEWEST_SAMPLES = 6;

    /** A kind of violation. */
    public enum Check {
        /** The log of each room has no holes, and its times never decrease. */
        LOG,
        /** Each stay is a contiguous part of the log with its texts; stays that a resume joins are one stay. */
        STAYS,
        /** Each receipt is in the log under its reference; each reference and each text is there once. */
        RECEIPTS,
        /** A refused message is not in the log. */
        REFUSALS,
        /** Nothing arrives before its commit, or too long after it. */
        COMMITS,
        /** A nickname has one user at a time, in the database, in the log and for the clients. */
        NICKNAMES,
        /** Each node lists the clients that are connected. */
        PRESENCE,
        /** The live heap of the nodes is bounded. */
        MEMORY
    }

    private final LogFiles log;
    private final long latestMicros;
    private final Map<Check, List<String>> violations = new EnumMap<>(Check.class);

    private ClusterChecker(Path folder, Duration latest) {
        this.log = new LogFiles(folder);
        this.latestMicros = latest.toNanos() / 1_000;
    }

    /**
     * Returns the violations in the files of a run, by check; empty if there are none.
     *
     * @param latest the longest time from the commit of a message to its delivery
     */
    public static Map<Check, List<String>> check(Path folder, Duration latest) {
        ClusterChecker checker = new ClusterChecker(folder, latest);
        List<ClientCheck.Login> logins = checker.checkClients();
        checker.checkLog();
        checker.checkTexts();
        checker.checkNicknames();
        checker.checkMessages();
        checker.checkLogins(logins);
        checker.checkPresence(logins);
        checker.checkMemory();
        return checker.violations;
    }

    private void report(Check check, String sentence) {
        List<String> found = violations.computeIfAbsent(check, key -> new ArrayList<>());
        if (found.size() < MOST) {
            found.add(sentence);
        }
    }

    private List<ClientCheck.Login> checkClients() {
        List<ClientCheck.Login> logins = new ArrayList<>();
        Map<String, String> digests = new HashMap<>();
        for (String client : log.clients()) {
            ClientCheck check = new ClientCheck(client, log, digests, latestMicros, this::report);
            log.entries(client, check::check);
            logins.addAll(check.logins());
        }
        return logins;
    }

    private void checkLog() {
        for (LogFiles.RoomHead head : log.heads()) {
            long seq = 0;
            long at = 0;
            for (LogFiles.Row row : log.rows().getOrDefault(head.room(), List.of())) {
                if (row.seq() != seq + 1) {
                    report(Check.LOG, "Room " + head.room() + " has " + row.seq() + " after " + seq + ".");
                }
                if (row.at() < at) {
                    report(Check.LOG, "Room " + head.room() + " has an earlier time at " + row.seq() + ".");
                }
                seq = row.seq();
                at = row.at();
            }
            if (seq != head.head()) {
                report(Check.LOG, "Room " + head.room() + " ends at " + seq + ", its head is " + head.head() + ".");
            }
        }
    }

    private void checkTexts() {
        for (List<LogFiles.Row> rows : log.rows().values()) {
            Map<String, Long> references = new HashMap<>();
            Map<String, Long> digests = new HashMap<>();
            for (LogFiles.Row row : rows) {
                Long before = row.reference().isEmpty()
                        ? null
                        : references.put(row.person() + " " + row.reference(), row.seq());
                if (before != null) {
                    report(
                            Check.RECEIPTS,
                            "Reference " + row.reference() + " is stored at " + before + " and " + row.seq() + ".");
                }
                before = digests.put(row.person() + " " + row.digest(), row.seq());
                if (before != null) {
                    report(Check.RECEIPTS, "A text is stored at " + before + " and again at " + row.seq() + ".");
                }
            }
        }
    }

    /** Checks the changes in the database: one user for each key, and versions that rise. */
    private void checkNicknames() {
        Map<String, String> holders = new HashMap<>();
        long version = 0;
        for (LogFiles.NicknameChange change : log.nicknames()) {
            if (change.claimed()) {
                String before = holders.put(change.key(), change.person());
                if (before != null && !before.equals(change.person())) {
                    report(Check.NICKNAMES, "Nickname " + change.name() + " was claimed while another user had it.");
                }
                if (change.version() <= version) {
                    report(Check.NICKNAMES, "Nickname " + change.name() + " was claimed with an old version.");
                }
                version = change.version();
            } else {
                holders.remove(change.key());
            }
        }
    }

    /** Checks that no message was stored under a nickname while another user had it. */
    private void checkMessages() {
        Map<String, List<LogFiles.NicknameChange>> changes =
                log.nicknames().stream().collect(Collectors.groupingBy(LogFiles.NicknameChange::name));
        for (List<LogFiles.Row> rows : log.rows().values()) {
            for (LogFiles.Row row : rows) {
                String holder = "";
                for (LogFiles.NicknameChange change : changes.getOrDefault(row.name(), List.of())) {
                    if (change.at() <= row.committed()) {
                        holder = change.claimed() ? change.person() : "";
                    }
                }
                if (!holder.isEmpty() && !holder.equals(row.person())) {
                    report(
                            Check.NICKNAMES,
                            "Message " + row.seq() + " of room " + row.room() + " was stored under the nickname "
                                    + row.name() + " while another user had it.");
                }
            }
        }
    }

    /** Checks that no two clients believed to have a nickname at the same time, except those of a paused node. */
    private void checkLogins(List<ClientCheck.Login> logins) {
        List<LogFiles.Pause> pauses = log.pauses();
        Map<String, List<ClientCheck.Login>> byName = logins.stream()
                .sorted(Comparator.comparingLong(ClientCheck.Login::from))
                .collect(Collectors.groupingBy(ClientCheck.Login::name));
        byName.forEach((name, all) -> {
            for (int i = 1; i < all.size(); i++) {
                ClientCheck.Login before = all.get(i - 1);
                ClientCheck.Login login = all.get(i);
                boolean other = !before.client().equals(login.client());
                if (other && before.until() > login.from() && !isPaused(pauses, before, login.from())) {
                    report(
                            Check.NICKNAMES,
                            before.client() + " and " + login.client() + " had the nickname " + name
                                    + " at the same time.");
                }
            }
        });
    }

    private static boolean isPaused(List<LogFiles.Pause> pauses, ClientCheck.Login login, long at) {
        return pauses.stream()
                .anyMatch(pause -> pause.node().equals(login.node()) && pause.from() <= at && at <= pause.until());
    }

    private void checkPresence(List<ClientCheck.Login> logins) {
        for (LogFiles.PresenceRow row : log.presence()) {
            Set<String> listed = new TreeSet<>(row.names());
            Set<String> connected = new TreeSet<>();
            Set<String> possible = new HashSet<>();
            for (ClientCheck.Login login : logins) {
                if (login.from() + NOTICED_MICROS <= row.at() && row.at() < login.until()) {
                    connected.add(login.name());
                }
                if (login.from() - NOTICED_MICROS <= row.at() && row.at() < login.until()) {
                    possible.add(login.name());
                }
            }
            if (!listed.containsAll(connected) || !possible.containsAll(listed)) {
                report(
                        Check.PRESENCE,
                        "Node " + row.node() + " lists " + listed + ", and " + connected + " were connected.");
            }
            if (listed.size() != row.names().size()) {
                report(Check.PRESENCE, "Node " + row.node() + " lists a user twice.");
            }
        }
    }

    /** Checks that the live heap of each node is about the same in the first and the last third of its samples. */
    private void checkMemory() {
        Map<String, List<Long>> heaps = log.memory().stream()
                .collect(Collectors.groupingBy(
                        LogFiles.MemoryRow::node,
                        Collectors.mapping(LogFiles.MemoryRow::heapBytes, Collectors.toList())));
        heaps.forEach((node, samples) -> {
            if (samples.size() >= FEWEST_SAMPLES) {
                int third = samples.size() / 3;
                long first = median(samples.subList(0, third));
                long end = median(samples.subList(samples.size() - third, samples.size()));
                if (end > first * HEAP_GROWTH + HEAP_TOLERANCE) {
                    report(
                            Check.MEMORY,
                            "The heap of node " + node + " grew from " + (first >> 20) + " to " + (end >> 20)
                                    + " MiB.");
                }
            }
        });
    }

    private static long median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
