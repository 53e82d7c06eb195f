package dev.parley.terminal;

import dev.parley.terminal.session.Session;
import dev.parley.terminal.session.Turns;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** How one leaves for good: as soon as what was said is confirmed, or has had its chance. Confined to the turns. */
final class Departure {

    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);
    private static final Duration A_MOMENT = Duration.ofMillis(10);

    private final Turns turns;
    private final Supplier<Session> session;
    private final Screenplay screenplay;
    private final IntConsumer exit;
    private boolean begun;

    /**
     * @param exit is told the exit code
     */
    Departure(Turns turns, Supplier<Session> session, Screenplay screenplay, IntConsumer exit) {
        this.turns = turns;
        this.session = session;
        this.screenplay = screenplay;
        this.exit = exit;
    }

    /** Whether one is leaving already. */
    boolean hasBegun() {
        return begun;
    }

    /**
     * Leaves.
     *
     * @param code the exit code, if all that was said is confirmed or it is not {@link ExitCode#FINE} anyway
     */
    void begin(int code) {
        if (!begun) {
            begun = true;
            leave(code, System.nanoTime() + LAST_CHANCE.toNanos());
        }
    }

    private void leave(int code, long latest) {
        Session here = session.get();
        boolean unconfirmed = !here.waiting().isEmpty();
        if (unconfirmed && here.state() == Session.State.IN && System.nanoTime() < latest) {
            turns.in(A_MOMENT, () -> leave(code, latest));
            return;
        }
        tellUnsent();
        int told = unconfirmed && (code == ExitCode.FINE || code == ExitCode.LOST) ? ExitCode.UNCONFIRMED : code;
        here.quit(() -> exit.accept(told));
    }

    /** Says what was not confirmed and will not be. */
    void tellUnsent() {
        session.get()
                .waiting()
                .forEach(letter -> screenplay.refused(letter.text(), "It was not confirmed before you left."));
    }

    /** The connection went while one was leaving. */
    void cutShort() {
        tellUnsent();
        exit.accept(session.get().waiting().isEmpty() ? ExitCode.FINE : ExitCode.UNCONFIRMED);
    }
}
