package dev.parley.chat.room;

import dev.parley.text.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A subscriber that remembers what it hears, and can be told not to listen for a while. */
public final class RecordingSubscriber implements Subscriber {

    private final Set<Cursor> woken = new LinkedHashSet<>();
    private final List<RoomEvent> heard = new ArrayList<>();
    private final List<DirectMessage> directMessages = new ArrayList<>();
    private final List<DisconnectReason> disconnectReasons = new ArrayList<>();
    private boolean reading = true;

    @Override
    public void wake(Cursor cursor) {
        woken.add(cursor);
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        directMessages.add(directMessage);
    }

    @Override
    public void disconnect(DisconnectReason disconnectReason) {
        disconnectReasons.add(disconnectReason);
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
    public boolean listen() {
        if (!reading || woken.isEmpty()) {
            return false;
        }
        Cursor cursor = woken.iterator().next();
        List<Delivery> deliveries = cursor.poll(7);
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

    public List<Long> numbers() {
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

    public List<DirectMessage> directMessages() {
        return directMessages;
    }

    public List<String> farewells() {
        return disconnectReasons.stream().map(DisconnectReason::code).toList();
    }

    void forget() {
        heard.clear();
    }
}
