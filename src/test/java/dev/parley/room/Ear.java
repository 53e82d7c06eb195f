package dev.parley.room;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A subscriber that remembers what it hears, and can be told not to listen for a while. */
public final class Ear implements Subscriber {

    private final Set<Cursor> woken = new LinkedHashSet<>();
    private final List<RoomEvent> heard = new ArrayList<>();
    private final List<Direct> directs = new ArrayList<>();
    private final List<Farewell> farewells = new ArrayList<>();
    private boolean reading = true;

    @Override
    public void wake(Cursor cursor) {
        woken.add(cursor);
    }

    @Override
    public void direct(Direct direct) {
        directs.add(direct);
    }

    @Override
    public void farewell(Farewell farewell) {
        farewells.add(farewell);
    }

    /** Takes nothing from now on, as a socket that is full. */
    void stopReading() {
        reading = false;
    }

    /** Takes again. */
    void readOn() {
        reading = true;
    }

    /** Takes a little of what there is; false if there is nothing. */
    boolean listen() {
        if (!reading || woken.isEmpty()) {
            return false;
        }
        Cursor cursor = woken.iterator().next();
        List<Delivery> deliveries = cursor.take(7);
        if (deliveries.isEmpty()) {
            woken.remove(cursor);
        }
        deliveries.forEach(delivery -> heard.add(delivery.event()));
        return true;
    }

    List<RoomEvent> heard() {
        return heard;
    }

    public <E extends RoomEvent> List<E> heard(Class<E> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<String> texts() {
        return heard(RoomEvent.Said.class).stream()
                .map(said -> said.message().text())
                .toList();
    }

    List<Long> numbers() {
        return heard(RoomEvent.Said.class).stream()
                .map(said -> said.message().position().seq())
                .toList();
    }

    RoomEvent.Welcome lastWelcome() {
        List<RoomEvent.Welcome> welcomes = heard(RoomEvent.Welcome.class);
        return welcomes.get(welcomes.size() - 1);
    }

    Position lastPosition() {
        List<RoomEvent.Said> said = heard(RoomEvent.Said.class);
        return said.get(said.size() - 1).message().position();
    }

    public List<Direct> directs() {
        return directs;
    }

    public List<String> farewells() {
        return farewells.stream().map(Farewell::code).toList();
    }

    void forget() {
        heard.clear();
    }
}
