package dev.parley.chat.room;

import dev.parley.text.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Records the events it receives, and can stop reading like a slow consumer. */
public final class RecordingSubscriber implements Subscriber {

    private final Set<Cursor> woken = new LinkedHashSet<>();
    private final List<RoomEvent> received = new ArrayList<>();
    private final List<DirectMessage> directMessages = new ArrayList<>();
    private final List<DisconnectReason> disconnectReasons = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private int ownStateChanges;
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
    public void onNotice(String sentence) {
        notices.add(sentence);
    }

    @Override
    public void onOwnStateChanged() {
        ownStateChanges++;
    }

    @Override
    public void disconnect(DisconnectReason disconnectReason) {
        disconnectReasons.add(disconnectReason);
    }

    /** Stops reading, as a client with a full socket buffer. */
    public void stopReading() {
        reading = false;
    }

    /** Reads again. */
    public void resumeReading() {
        reading = true;
    }

    /** Reads at most 7 events of one room; returns false if there is nothing to read. */
    public boolean poll() {
        if (!reading || woken.isEmpty()) {
            return false;
        }
        Cursor cursor = woken.iterator().next();
        List<Delivery> deliveries = cursor.poll(7);
        if (deliveries.isEmpty()) {
            woken.remove(cursor);
        }
        deliveries.forEach(delivery -> received.add(delivery.event()));
        return true;
    }

    List<RoomEvent> received() {
        return received;
    }

    public <E extends RoomEvent> List<E> received(Class<E> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<String> texts() {
        return received(RoomEvent.Said.class).stream()
                .map(said -> said.message().text())
                .toList();
    }

    public List<Long> numbers() {
        return received(RoomEvent.Said.class).stream()
                .map(said -> said.message().position().seq())
                .toList();
    }

    RoomEvent.Welcome lastWelcome() {
        List<RoomEvent.Welcome> welcomes = received(RoomEvent.Welcome.class);
        return welcomes.get(welcomes.size() - 1);
    }

    Position lastPosition() {
        List<RoomEvent.Said> said = received(RoomEvent.Said.class);
        return said.get(said.size() - 1).message().position();
    }

    public List<DirectMessage> directMessages() {
        return directMessages;
    }

    public List<String> notices() {
        return notices;
    }

    /** Returns how often a change of rights, absence or sanctions was received. */
    public int ownStateChanges() {
        return ownStateChanges;
    }

    public List<DisconnectReason> disconnectReasons() {
        return disconnectReasons;
    }

    public List<String> disconnectCodes() {
        return disconnectReasons.stream().map(DisconnectReason::code).toList();
    }
}
