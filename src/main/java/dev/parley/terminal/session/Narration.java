package dev.parley.terminal.session;

/**
 * A way of telling events: whoever adds a kind of event hears from the compiler where it has to be told.
 *
 * @param <T> what it is told as
 */
public interface Narration<T> {

    T welcome(Event.Welcome event);

    T said(Event.Said event);

    T joined(Event.Joined event);

    T left(Event.Left event);

    T renamed(Event.Renamed event);

    T gathered(Event.Gathered event);

    T topic(Event.Topic event);

    T direct(Event.Direct event);
}
