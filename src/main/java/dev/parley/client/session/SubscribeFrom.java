package dev.parley.client.session;

import java.util.Optional;

/**
 * From where a room is to be heard when it is entered for the first time.
 *
 * @param after everything after this place
 * @param nothing nothing from before; counts only without a place
 */
public record SubscribeFrom(Optional<ClientPosition> after, boolean nothing) {

    /** As many of the last messages as the server shows to everybody. */
    public static final SubscribeFrom USUAL = new SubscribeFrom(Optional.empty(), false);

    /** Only what is said from now on. */
    public static final SubscribeFrom NOW = new SubscribeFrom(Optional.empty(), true);

    /** Everything after this place. */
    public static SubscribeFrom after(ClientPosition place) {
        return new SubscribeFrom(Optional.of(place), false);
    }
}
