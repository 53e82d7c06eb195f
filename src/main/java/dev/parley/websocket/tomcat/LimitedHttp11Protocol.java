package dev.parley.websocket.tomcat;

import dev.parley.websocket.RequestTimeouts;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

/** Tomcat's HTTP protocol with a {@link SocketLimiter} and a limited time for the head of a request. Public because Tomcat creates it by name. */
public final class LimitedHttp11Protocol extends Http11NioProtocol {

    /**
     * The time after which an idle thread ends. Idle threads take turns, so that a few tasks per second keep many of them
     * for a longer time, after a peak of requests.
     */
    private static final int IDLE_SECONDS = 2;

    /** Called by Tomcat. */
    public LimitedHttp11Protocol() {
        super(new Endpoint());
        getEndpoint().setThreadsMaxIdleTime((int) TimeUnit.SECONDS.toMillis(IDLE_SECONDS));
    }

    /** Sets the limiter for sockets accepted from now on. */
    void setLimiter(SocketLimiter limiter) {
        ((Endpoint) getEndpoint()).limiter = limiter;
    }

    /** Sets the time for a TLS handshake, and for the head of each request. */
    void setHeadTimeout(Duration timeout) {
        ((Endpoint) getEndpoint()).headDeadlines.setLimit(timeout);
    }

    /** Tests whether the client has closed a connection on which nothing is read now; false if the id is unknown. */
    boolean isClosedByClient(String connectionId) {
        return find(connectionId)
                .filter(LimitedHttp11Protocol::isClosedByClient)
                .isPresent();
    }

    /** Sets how long a write may make no progress; without effect if the id is unknown. */
    void setWriteTimeout(String connectionId, Duration timeout) {
        find(connectionId).ifPresent(socket -> socket.setWriteTimeout(timeout.toMillis()));
    }

    /** Returns the lock that is held while an event of a connection is handled; a lock of its own if the id is unknown. */
    Lock lock(String connectionId) {
        return find(connectionId).map(SocketWrapperBase::getLock).orElseGet(ReentrantLock::new);
    }

    private Optional<SocketWrapperBase<NioChannel>> find(String connectionId) {
        return ((Endpoint) getEndpoint())
                .getConnections().stream()
                        .filter(socket -> socket.getServletConnection("", "")
                                .getConnectionId()
                                .equals(connectionId))
                        .findAny();
    }

    private static boolean isClosedByClient(SocketWrapperBase<NioChannel> socket) {
        if (!socket.getLock().tryLock()) {
            return false; // a connection that is written is in use
        }
        try {
            // Reads what has arrived into the buffer of the socket, where the next request is expected. The end of the
            // input
            // counts as ready and leaves the buffer empty.
            boolean isReady = socket.isReadyForRead();
            return socket.isClosed()
                    || (isReady && socket.getSocketBufferHandler().isReadBufferEmpty());
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
        private volatile @Nullable Future<?> sweep;

        private final HeadDeadlines headDeadlines =
                new HeadDeadlines(RequestTimeouts.STANDARD.head(), System::nanoTime);
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
            if (passed != null && !passed.tryAcquire(socket, isSSLEnabled())) {
                destroySocket(socket);
                return false;
            }
            headDeadlines.start(socket);
            boolean taken = super.setSocketOptions(socket);
            if (!taken) {
                released(socket);
            }
            return taken;
        }

        @Override
        public void startInternal() throws Exception {
            super.startInternal();
            sweep = getUtilityExecutor().scheduleWithFixedDelay(this::closeExpired, 1, 1, TimeUnit.SECONDS);
        }

        /** Closes the sockets whose clients have not completed a TLS handshake or the head of a request in time. */
        private void closeExpired() {
            for (SocketChannel socket : headDeadlines.takeExpired()) {
                SocketWrapperBase<NioChannel> wrapper = connections.get(socket);
                if (wrapper != null && !processSocket(wrapper, SocketEvent.ERROR, true)) {
                    wrapper.close();
                }
            }
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
            Future<?> started = sweep;
            if (started != null) {
                started.cancel(false);
            }
            webSocketThreads.shutdownNow();
        }

        @Override
        public void setHandler(Handler<NioChannel> handler) {
            super.setHandler(new Releasing(handler));
        }

        private void released(SocketChannel socket) {
            var unused = headDeadlines.suspend(socket);
            SocketLimiter passed = limiter;
            if (passed != null) {
                passed.release(socket);
            }
        }

        /** Returns when Tomcat last wrote to a socket, which shows whether it has answered a request. */
        private static long lastWrite(SocketWrapperBase<NioChannel> socket) {
            return socket instanceof NioSocketWrapper nio ? nio.getLastWrite() : 0;
        }

        /** Returns whether a request is handled asynchronously, or the socket is a WebSocket. */
        private static boolean isRequestPending(SocketWrapperBase<NioChannel> socket) {
            return socket.getCurrentProcessor() instanceof Processor processor
                    && (processor.isAsync() || processor.isUpgrade());
        }

        /** Tomcat's handler, which reports when a socket is used and when it is released. */
        private final class Releasing implements Handler<NioChannel> {
            private final Handler<NioChannel> tomcats;

            private Releasing(Handler<NioChannel> tomcats) {
                this.tomcats = tomcats;
            }

            @Override
            public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
                SocketChannel channel = socket.getSocket().getIOChannel();
                Long deadline = headDeadlines.suspend(channel);
                long written = lastWrite(socket);
                SocketState state = tomcats.process(socket, event);
                boolean isHeadIncomplete =
                        state == SocketState.OPEN || (state == SocketState.LONG && !isRequestPending(socket));
                if (isHeadIncomplete && deadline != null && written == lastWrite(socket)) {
                    headDeadlines.resume(channel, deadline);
                } else if (isHeadIncomplete) {
                    headDeadlines.start(channel);
                }
                return state;
            }

            @Override
            public Object getGlobal() {
                return tomcats.getGlobal();
            }

            @Override
            public void release(SocketWrapperBase<NioChannel> socket) {
                NioChannel channel = socket.getSocket();
                if (channel != null) {
                    released(channel.getIOChannel());
                }
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
