package dev.parley.terminal.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries letters, one of a room at a time, so that their order holds whatever is refused or lost on the way. A letter
 * stays here until it is confirmed or refused for good; asked to wait, it waits and goes again with its reference, and
 * nobody needs to know. Confined to the session's thread.
 */
final class Courier {

    /** Refusals that only mean: not just now. */
    private static final Set<String> LATER = Set.of("slow-down", "busy", "shutting-down");

    /** The server answers within 5 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LEAST_WAIT = Duration.ofMillis(20);

    private final Map<String, Letter> letters = new LinkedHashMap<>();
    private final Map<String, Round> rounds = new HashMap<>();
    private final Consumer<Letter> send;
    private final Alarms alarms;
    private final Runnable unanswered;

    /** What goes on in a room that can be sent to. */
    private static final class Round {
        private @Nullable String flying;
        private Runnable stop = () -> {};
    }

    /**
     * @param send puts a letter on the wire
     * @param unanswered the connection is not to be trusted any more
     */
    Courier(Consumer<Letter> send, Alarms alarms, Runnable unanswered) {
        this.send = send;
        this.alarms = alarms;
        this.unanswered = unanswered;
    }

    /** Takes a letter, which goes as soon as it can. */
    void put(Letter letter) {
        letters.put(letter.reference(), letter);
        nudge(letter.room());
    }

    /** All that are neither confirmed nor refused, in order. */
    List<Letter> waiting() {
        return List.copyOf(letters.values());
    }

    /** Whether this is a letter that waits. */
    boolean knows(String reference) {
        return letters.containsKey(reference);
    }

    /** The room was entered: what waits for it may go. */
    void open(String room) {
        close(room);
        rounds.put(room, new Round());
        nudge(room);
    }

    /** Nothing can be sent to this room any more; what was under way waits. */
    void close(String room) {
        Round round = rounds.remove(room);
        if (round != null) {
            round.stop.run();
        }
    }

    /** The connection is lost. */
    void closeAll() {
        List.copyOf(rounds.keySet()).forEach(this::close);
    }

    /** Gives up what waits for this room, and returns it. */
    List<Letter> giveUp(String room) {
        List<Letter> given = new ArrayList<>();
        letters.values().stream().filter(letter -> letter.room().equals(room)).forEach(given::add);
        given.forEach(letter -> letters.remove(letter.reference()));
        return given;
    }

    /** It is stored: the server said so, or it was heard. */
    Optional<Letter> stored(String reference) {
        Letter letter = letters.remove(reference);
        if (letter != null) {
            landed(letter);
        }
        return Optional.ofNullable(letter);
    }

    /**
     * It was refused.
     *
     * @return the letter, if that is final; otherwise it goes again
     */
    Optional<Letter> refused(String reference, String code, Duration retryAfter) {
        Letter letter = letters.get(reference);
        if (letter == null) {
            return Optional.empty();
        } else if (!LATER.contains(code)) {
            return stored(reference);
        }
        Round round = rounds.get(letter.room());
        if (round != null && reference.equals(round.flying)) {
            round.stop.run();
            Duration wait = retryAfter.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : retryAfter;
            round.stop = alarms.in(wait, () -> {
                round.flying = null;
                nudge(letter.room());
            });
        }
        return Optional.empty();
    }

    private void landed(Letter letter) {
        Round round = rounds.get(letter.room());
        if (round != null && letter.reference().equals(round.flying)) {
            round.stop.run();
            round.flying = null;
            nudge(letter.room());
        }
    }

    private void nudge(String room) {
        Round round = rounds.get(room);
        if (round == null || round.flying != null) {
            return;
        }
        for (Letter letter : letters.values()) {
            if (letter.room().equals(room)) {
                round.flying = letter.reference();
                round.stop = alarms.in(PATIENCE, unanswered);
                send.accept(letter);
                return;
            }
        }
    }
}
