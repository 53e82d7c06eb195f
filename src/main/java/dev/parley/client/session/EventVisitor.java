package dev.parley.client.session;

/**
 * A visitor of events. A new kind of event is a compile error in each visitor that does not handle it.
 *
 * @param <T> the type of the result
 */
public interface EventVisitor<T> {

    T welcome(ClientEvent.Welcome event);

    T said(ClientEvent.Said event);

    T edited(ClientEvent.Edited event);

    T deleted(ClientEvent.Deleted event);

    T reacted(ClientEvent.Reacted event);

    T joined(ClientEvent.Joined event);

    T left(ClientEvent.Left event);

    T renamed(ClientEvent.Renamed event);

    T gathered(ClientEvent.Gathered event);

    T topic(ClientEvent.Topic event);

    T direct(ClientEvent.Direct event);
}
