package dev.parley.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of which only one direction works: the client may still read the last bytes, or its input is processed
 * although it accepts no output. Bounds their number. Safe from any thread.
 */
final class HalfOpenConnections {

    /** How long a connection stays half-open. */
    static final Duration TIME = Duration.ofMinutes(1);

    private static final int MAX = 256;

    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

    /** Adds a channel until it closes; returns false if there are too many. */
    boolean tryAdd(Channel channel) {
        if (channels.size() >= MAX) {
            return false;
        }
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
        return true;
    }

    /** Closes all channels, without a reset. */
    void closeAll() {
        channels.forEach(channel -> {
            ChannelFuture unused = channel.close();
        });
    }
}
