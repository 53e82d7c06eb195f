package dev.parley.tcp;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.room.Waker;
import dev.parley.text.RoomName;
import java.util.function.Consumer;

/**
 * A connection on the TCP port as the core sees it. Passes every signal to the session of the dialect, later on the event loop
 * and in call order. Thread-safe.
 */
final class TcpSubscriber implements Subscriber {

    private final TcpConnection connection;
    private final OutboundWriter outboundWriter;

    TcpSubscriber(TcpConnection connection, OutboundWriter outboundWriter) {
        this.connection = connection;
        this.outboundWriter = outboundWriter;
    }

    @Override
    public void wake(Cursor cursor) {
        outboundWriter.wake(cursor);
    }

    @Override
    public Waker waker(Cursor cursor) {
        return outboundWriter.waker();
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        pass(dialectSession -> dialectSession.onDirectMessage(message));
    }

    @Override
    public void onRoomRemoved(RoomName room) {
        pass(dialectSession -> dialectSession.onRoomRemoved(room));
    }

    @Override
    public void onNotice(String sentence) {
        pass(dialectSession -> dialectSession.onNotice(sentence));
    }

    @Override
    public void onOwnStateChanged() {
        pass(DialectSession::onOwnStateChanged);
    }

    @Override
    public void whenWritable(Runnable task) {
        connection.execute(() -> outboundWriter.whenDrained(task));
    }

    @Override
    public void disconnect(DisconnectReason reason) {
        connection.disconnect(reason);
    }

    /** The dialect can change until the signal is passed on. */
    private void pass(Consumer<DialectSession> signal) {
        connection.execute(() -> signal.accept(connection.dialectSession()));
    }
}
