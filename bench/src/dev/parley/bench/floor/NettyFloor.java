package dev.parley.bench.floor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The floor by Netty, with a pipeline in which there is nothing but what reads. */
public final class NettyFloor {

    private static final int BACKLOG = 4096;

    private final List<Connection> connections = new ArrayList<>(); // confined to the one event loop

    private NettyFloor() {}

    private record Connection(Channel channel, Peer peer) {}

    /** Listens until it is ended. */
    public static void main(String[] none) {
        new NettyFloor().listen();
    }

    private void listen() {
        Channel port = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        System.out.println("port " + ((InetSocketAddress) port.localAddress()).getPort());
        port.closeFuture().syncUninterruptibly();
    }

    private void accept(Channel channel) {
        Peer peer = new Peer(bytes -> write(channel, Unpooled.wrappedBuffer(bytes)), this::everybody);
        Connection connection = new Connection(channel, peer);
        connections.add(connection);
        channel.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                peer.read(bytes.nioBuffer());
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                connections.remove(connection);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable reset) {
                ChannelFuture unused = context.close();
            }
        });
    }

    private void everybody(byte[] frame) {
        if (connections.isEmpty()) {
            return;
        }
        ByteBuf bytes =
                connections.get(0).channel().alloc().directBuffer(frame.length).writeBytes(frame);
        for (Connection connection : connections) {
            if (connection.peer().isOpen()) {
                write(connection.channel(), bytes.retainedDuplicate());
            }
        }
        bytes.release();
    }

    private static void write(Channel channel, ByteBuf bytes) {
        ChannelFuture unused = channel.writeAndFlush(bytes, channel.voidPromise());
    }
}
