package dev.parley.tcp.dialect.basic;

import dev.parley.chat.session.CloseCause;
import org.jspecify.annotations.Nullable;

/** Port: how one connection is told something. Confined to its event loop; nothing blocks. */
public interface ReplyWriter {

    /** Tells it words of somebody, who may be the server, in order with everything else. */
    void send(String from, String text);

    /**
     * Ends the connection in the dialect's way.
     *
     * @param sentence what the server says before; null for nothing
     */
    void disconnect(CloseCause how, @Nullable String sentence);
}
