package dev.parley.websocket;

import dev.parley.room.House;
import dev.parley.room.RoomSummary;
import dev.parley.room.Watcher;
import dev.parley.wire.Destination.Plain;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The list of rooms, for those who have subscribed to it: told again when something in it has changed, at most once a
 * {@link Vigil}'s round. Safe from any thread.
 */
final class RoomList implements Watcher {

    private final House house;
    private final AtomicBoolean changed = new AtomicBoolean();

    RoomList(House house) {
        this.house = house;
        house.watch(this);
    }

    @Override
    public void roomsChanged() {
        changed.set(true);
    }

    /** Tells one connection. */
    void show(Connection connection) {
        show(connection, house.rooms().list());
    }

    /** Tells all who have subscribed, if there is something new. */
    void showChanges(Iterable<Connection> connections) {
        if (changed.getAndSet(false)) {
            List<RoomSummary> rooms = house.rooms().list();
            connections.forEach(connection -> show(connection, rooms));
        }
    }

    private static void show(Connection connection, List<RoomSummary> rooms) {
        String id = connection.subscriptions().idOf(Plain.ROOMS);
        if (id != null) {
            connection.outbox().latest(() -> connection.phrasebook().rooms(id, rooms));
        }
    }
}
