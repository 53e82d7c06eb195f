package dev.parley.websocket.tomcat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP protocol with a {@link SocketLimiter}. Public because Tomcat creates it by name. */
public final class LimitedHttp11Protocol extends Http11NioProtocol {

    /**
     * The time after which an idle thread ends. Idle threads take turns, so that a few tasks per second keep many of them
     * for a longer time, after a peak of requests.
     */
    private static final int IDLE_SECONDS = 2;

    /** The processors of closed connections that are kept, of about 80 KiB each. */
    private static final int KEPT_PROCESSORS = 32;

    /** Called by Tomcat. */
    public LimitedHttp11Protocol() {
        super(new Endpoint());
        getEndpoint().setThreadsMaxIdleTime((int) TimeUnit.SECONDS.toMillis(IDLE_SECONDS));
        setProcessorCache(KEPT_PROCESSORS);
    }

    /** Sets the limiter for sockets accepted from now on. */
    void setLimiter(SocketLimiter limiter) {
        ((Endpoint) getEndpoint()).limiter = limiter;
    }

    /** Tests whether the client has closed a connection on which nothing is read now; false if the id is unknown. */
    boolean isClosedByClient(String connectionId) {
        return ((Endpoint) getEndpoint())
                .getConnections().stream()
                        .filter(socket -> socket.getServletConnection("", "")
                                .getConnectionId()
                                .equals(connectionId))
                        .findAny()
                        .filter(LimitedHttp11Protocol::isClosedByClient)
                        .isPresent();
    }

    private static boolean isClosedByClient(SocketWrapperBase<NioChannel> socket) {
        socket.getLock().lock();
        try {
            // Reads what has arrived into the buffer of the socket, where the next request is expected.
            var unused = socket.isReadyForRead();
            return socket.isClosed();
        } catch (IOException ignored) {
            return true;
        } finally {
            socket.getLock().unlock();
        }
    }

    private static final class Endpoint extends NioEndpoint {

        private static final int LEAST_THREADS = 4;
        private static final int MOST_THREADS = 200;

        private volatile @Nullable SocketLimiter limiter;

        private final ThreadPoolExecutor webSocketThreads = newThreads();

        /** Creates threads on demand, like the pool of Tomcat, and ends idle ones. */
        private static ThreadPoolExecutor newThreads() {
            TaskQueue queue = new TaskQueue();
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    LEAST_THREADS,
                    MOST_THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    queue,
                    new TaskThreadFactory("websocket-", true, Thread.NORM_PRIORITY));
            queue.setParent(threads);
            threads.allowCoreThreadTimeOut(true);
            return threads;
        }

        /** Called by Tomcat for an accepted socket; false if the socket is refused. */
        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            SocketLimiter passed = limiter;
            if (passed != null && !passed.tryAcquire(socket)) {
                destroySocket(socket);
                return false;
            }
            boolean taken = super.setSocketOptions(socket);
            if (!taken && passed != null) {
                passed.release(socket);
            }
            return taken;
        }

        /**
         * Runs the input of WebSockets on threads of its own, so that requests cannot occupy the threads that existing
         * connections need, and the reverse. Virtual threads are never short.
         */
        @Override
        public boolean processSocket(SocketWrapperBase<NioChannel> socket, SocketEvent event, boolean dispatch) {
            if (!dispatch
                    || !(getExecutor() instanceof ThreadPoolExecutor)
                    || !(socket.getCurrentProcessor() instanceof Processor processor)
                    || !processor.isUpgrade()) {
                return super.processSocket(socket, event, dispatch);
            }
            try {
                webSocketThreads.execute(createSocketProcessor(socket, event));
                return true;
            } catch (RejectedExecutionException ignored) {
                // The server shuts down; Tomcat closes the socket.
                return false;
            }
        }

        @Override
        public void stopInternal() {
            super.stopInternal();
            webSocketThreads.shutdownNow();
        }

        @Override
        public void setHandler(Handler<NioChannel> handler) {
            super.setHandler(new Releasing(handler));
        }

        private void released(SocketWrapperBase<NioChannel> wrapper) {
            SocketLimiter passed = limiter;
            NioChannel channel = wrapper.getSocket();
            if (passed != null && channel != null) {
                passed.release(channel.getIOChannel());
            }
        }

        /** Tomcat's endpoint, which reports when a socket is released. */
        private final class Releasing implements Handler<NioChannel> {
            private final Handler<NioChannel> tomcats;

            private Releasing(Handler<NioChannel> tomcats) {
                this.tomcats = tomcats;
            }

            @Override
            public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
                return tomcats.process(socket, event);
            }

            @Override
            public Object getGlobal() {
                return tomcats.getGlobal();
            }

            @Override
            public void release(SocketWrapperBase<NioChannel> socket) {
                released(socket);
                tomcats.release(socket);
            }

            @Override
            public void pause() {
                tomcats.pause();
            }

            @Override
            public void recycle() {
                tomcats.recycle();
            }
        }
    }
}
