package dev.parley.chat.session;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Subscriber;
import java.util.function.Consumer;

/**
 * Passes direct messages on, and ignores rooms.
 *
 * @param messages receives the messages
 * @param waiting receives the tasks that wait until the connection can be written
 */
record DirectMessageSubscriber(Consumer<DirectMessage> messages, Consumer<Runnable> waiting) implements Subscriber {

    @Override
    public void wake(Cursor cursor) {}

    @Override
    public void onDirectMessage(DirectMessage message) {
        messages.accept(message);
    }

    @Override
    public void whenWritable(Runnable task) {
        waiting.accept(task);
    }

    @Override
    public void disconnect(DisconnectReason reason) {}
}
