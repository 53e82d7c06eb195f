package dev.parley.websocket;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Waker;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.protocol.OutboundQueue;
import org.springframework.web.socket.CloseStatus;

/** A writer without a socket, whose output stays in its queue. */
class FakeSessionWriter implements SessionWriter {

    private final OutboundQueue outboundQueue = new OutboundQueue(() -> {}, new ReplyBudget(0));
    private boolean aborted;

    boolean isAborted() {
        return aborted;
    }

    @Override
    public OutboundQueue outboundQueue() {
        return outboundQueue;
    }

    @Override
    public Waker waker(Cursor cursor) {
        return room -> outboundQueue.wake(cursor);
    }

    @Override
    public void onFilled() {}

    @Override
    public void close(CloseStatus status) {}

    @Override
    public void ping() {}

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public long stalledSince() {
        return 0;
    }

    @Override
    public long sentAt() {
        return 0;
    }

    @Override
    public boolean isOpen() {
        return !aborted;
    }

    @Override
    public boolean canPing() {
        return true;
    }
}
