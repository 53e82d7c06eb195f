package dev.parley.chat.session;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which absences a user knows from the notices after direct messages: one for each conversation and text in 10 minutes. Keeps
 * the latest 100 conversations. Thread-safe.
 */
final class AbsenceNotices {

    /** The time after which a notice is repeated. */
    static final Duration REPETITION = Duration.ofMinutes(10);

    private static final int MOST_CONVERSATIONS = 100;

    private final Map<String, Notice> latest = new LinkedHashMap<>(); // guarded by this; by the id of the absent user

    private record Notice(String absence, Instant at) {}

    /** Returns whether a notice about an absent user is due at a time, and then counts it as sent. */
    synchronized boolean isDue(String userId, String absence, Instant now) {
        Notice before = latest.get(userId);
        if (before != null
                && before.absence().equals(absence)
                && now.isBefore(before.at().plus(REPETITION))) {
            return false;
        }
        latest.remove(userId);
        latest.put(userId, new Notice(absence, now));
        if (latest.size() > MOST_CONVERSATIONS) {
            latest.remove(latest.keySet().iterator().next());
        }
        return true;
    }
}
