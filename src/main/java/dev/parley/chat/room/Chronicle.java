package dev.parley.chat.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a house, counted, and told to whoever watches. Whoever speaks for the house to somebody, and not the
 * house itself, reports here what it has refused and whom it has sent off. Safe from any thread; never blocks.
 */
public final class Chronicle {

    private final List<ChatEventListener> chatEventListeners = new CopyOnWriteArrayList<>();

    private final Counts refusals = new Counts();
    private final Counts farewells = new Counts();
    private final Counts turnedAway = new Counts();
    private final Counts resumes = new Counts();
    private final Histogram receipts = Histogram.ofTimes();
    private final Histogram batches = Histogram.upTo(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048);
    private final Histogram flushes = Histogram.ofTimes();

    public Chronicle() {}

    /** Requests that were not granted, by code. */
    public Counts refusals() {
        return refusals;
    }

    /** Connections that were told why they end, or cut, by code. */
    public Counts farewells() {
        return farewells;
    }

    /** Connections that were closed as soon as they came, by the code of what they were told. */
    public Counts turnedAway() {
        return turnedAway;
    }

    /** Those who came back to a room: {@code whole}, or with a {@code gap}. */
    public Counts resumes() {
        return resumes;
    }

    /** How long messages took from being posted to being stored and told, in nanoseconds. */
    public Histogram receipts() {
        return receipts;
    }

    /** How many messages were stored in one transaction. */
    public Histogram batches() {
        return batches;
    }

    /** How long a transaction took, its flush to disk included, in nanoseconds. */
    public Histogram flushes() {
        return flushes;
    }

    /** Somebody was refused something; {@code user} is null if nobody has come in yet. */
    public void refused(ClientInfo clientInfo, @Nullable User user, @Nullable RoomName room, Refusal refusal) {
        refusals.add(refusal.code());
        publish(chatEventListener -> chatEventListener.onRefused(clientInfo, user, room, refusal));
    }

    /** A connection was told farewell, or cut without being told; {@code user} is null if nobody had come in by it. */
    public void disconnected(ClientInfo clientInfo, @Nullable User user, DisconnectReason disconnectReason) {
        farewells.add(disconnectReason.code());
        publish(chatEventListener -> chatEventListener.onDisconnected(clientInfo, user, disconnectReason));
    }

    /** A connection was closed as soon as it came. */
    public void turnedAway(String address, DisconnectReason disconnectReason) {
        turnedAway.add(disconnectReason.code());
        publish(chatEventListener -> chatEventListener.onConnectionRefused(address, disconnectReason));
    }

    public void watch(ChatEventListener chatEventListener) {
        chatEventListeners.add(chatEventListener);
    }

    public void publish(Consumer<ChatEventListener> what) {
        chatEventListeners.forEach(what);
    }

    /** Somebody has come back to a room, who says where it was. */
    void resumed(boolean whole) {
        resumes.add(whole ? "whole" : "gap");
    }

    /** Messages were stored together. */
    void stored(int messages, long nanos) {
        batches.add(messages);
        flushes.add(nanos);
    }

    /** Receipts have been given just now for what was posted at the first so many of these times, which are lost. */
    void receipted(long[] since, int howMany) {
        if (howMany > 0) {
            long now = System.nanoTime();
            for (int i = 0; i < howMany; i++) {
                since[i] = now - since[i];
            }
            receipts.add(since, howMany);
        }
    }

    public void imposed(Sanction sanction) {
        publish(chatEventListener -> chatEventListener.onSanctionImposed(sanction));
    }

    public void lifted(Sanction sanction) {
        publish(chatEventListener -> chatEventListener.onSanctionLifted(sanction));
    }
}
