package dev.parley.tcp.dialect.basic;

import dev.parley.chat.session.CloseCause;
import org.jspecify.annotations.Nullable;

/** Port: writes replies to one connection. Confined to the connection's event loop; methods do not block. */
public interface ReplyWriter {

    /** Sends a line from a user or from the server, in order with all other output. */
    void send(String from, String text);

    /**
     * Closes the connection as the dialect specifies.
     *
     * @param sentence the server's last notice; null for none
     */
    void disconnect(CloseCause cause, @Nullable String sentence);
}
