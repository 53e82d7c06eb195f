package dev.parley.terminal.session;

import java.util.Optional;

/**
 * From where a room is to be heard when it is entered for the first time.
 *
 * @param after everything after this place
 * @param nothing nothing from before; counts only without a place
 */
public record Since(Optional<Position> after, boolean nothing) {

    /** As many of the last messages as the server shows to everybody. */
    public static final Since USUAL = new Since(Optional.empty(), false);

    /** Only what is said from now on. */
    public static final Since NOW = new Since(Optional.empty(), true);

    /** Everything after this place. */
    public static Since after(Position place) {
        return new Since(Optional.of(place), false);
    }
}
