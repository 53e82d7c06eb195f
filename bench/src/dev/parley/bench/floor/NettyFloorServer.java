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

/** The floor on Netty, with one inbound handler in the pipeline. */
public final class NettyFloorServer {

    private static final int BACKLOG = 4096;

    private final List<Connection> connections = new ArrayList<>(); // confined to the only event loop

    private NettyFloorServer() {}

    private record Connection(Channel channel, BroadcastHandler handler) {}

    /** Listens until the process is terminated. */
    public static void main(String[] arguments) {
        new NettyFloorServer().run();
    }

    private void run() {
        Channel listener = new ServerBootstrap()
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
        System.out.println("port " + ((InetSocketAddress) listener.localAddress()).getPort());
        listener.closeFuture().syncUninterruptibly();
    }

    private void accept(Channel channel) {
        BroadcastHandler handler =
                new BroadcastHandler(bytes -> write(channel, Unpooled.wrappedBuffer(bytes)), this::broadcast);
        Connection connection = new Connection(channel, handler);
        connections.add(connection);
        channel.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                handler.onRead(bytes.nioBuffer());
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                connections.remove(connection);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                ChannelFuture unused = context.close();
            }
        });
    }

    private void broadcast(byte[] frame) {
        if (connections.isEmpty()) {
            return;
        }
        ByteBuf bytes =
                connections.get(0).channel().alloc().directBuffer(frame.length).writeBytes(frame);
        for (Connection connection : connections) {
            if (connection.handler().isOpen()) {
                write(connection.channel(), bytes.retainedDuplicate());
            }
        }
        bytes.release();
    }

    private static void write(Channel channel, ByteBuf bytes) {
        ChannelFuture unused = channel.writeAndFlush(bytes, channel.voidPromise());
    }
}
