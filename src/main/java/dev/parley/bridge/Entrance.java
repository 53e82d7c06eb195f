package dev.parley.bridge;

import dev.parley.people.Turnstile;
import dev.parley.room.Farewell;
import dev.parley.room.House;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts who has been accepted, and turns away or sets up the connection. Safe from any thread. */
@ChannelHandler.Sharable
final class Entrance extends ChannelInitializer<Channel> {

    private final BridgeSettings settings;
    private final List<Dialect> dialects;
    private final House house;
    private final Turnstile turnstile;
    private final Tally tally;
    private final Set<Connection> inside = ConcurrentHashMap.newKeySet();

    Entrance(BridgeSettings settings, List<Dialect> dialects, House house, Turnstile turnstile, Tally tally) {
        this.settings = settings;
        this.dialects = List.copyOf(dialects);
        this.house = house;
        this.turnstile = turnstile;
        this.tally = tally;
    }

    /** Who is in. */
    Set<Connection> inside() {
        return inside;
    }

    @Override
    protected void initChannel(Channel channel) {
        InetAddress remote = channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        String address = remote == null ? "nowhere" : remote.getHostAddress();
        Optional<Farewell> banned = house.warden().turnsAway(address);
        if (banned.isPresent()) {
            turnAway(channel, banned.get());
            return;
        }
        Turnstile.Verdict verdict = turnstile.enter(address, remote != null && remote.isLoopbackAddress());
        if (verdict != Turnstile.Verdict.ENTERED) {
            turnAway(channel, verdict == Turnstile.Verdict.FULL ? Farewell.full() : Farewell.fullForAddress());
            return;
        }
        Connection connection = new Connection(channel, address, house, settings, dialects, tally);
        inside.add(connection);
        channel.closeFuture().addListener(closed -> {
            inside.remove(connection);
            turnstile.exit(address);
        });
        channel.pipeline().addLast(connection.handler());
    }

    private void turnAway(Channel channel, Farewell farewell) {
        tally.countTurnedAway();
        channel.pipeline().addLast(new TurnedAway(farewell));
    }

    /** Says why and closes, reading nothing. */
    private static final class TurnedAway extends ChannelInboundHandlerAdapter {

        private final Farewell farewell;

        private TurnedAway(Farewell farewell) {
            this.farewell = farewell;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(Connection.plain(farewell)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
