package dev.parley.client.session;

/**
 * A way of telling events: whoever adds a kind of event hears from the compiler where it has to be told.
 *
 * @param <T> what it is told as
 */
public interface EventVisitor<T> {

    T welcome(ClientEvent.Welcome event);

    T said(ClientEvent.Said event);

    T joined(ClientEvent.Joined event);

    T left(ClientEvent.Left event);

    T renamed(ClientEvent.Renamed event);

    T gathered(ClientEvent.Gathered event);

    T topic(ClientEvent.Topic event);

    T direct(ClientEvent.Direct event);
}
