package dev.parley.http.tomcat;

import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.session.RequestLimiter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Refuses requests beyond the limits of a {@link RequestLimiter}, and lets those of one address take turns. A request counts
 * until its response is written, or until it is handled asynchronously, which occupies no thread. Thread-safe.
 */
final class RequestLimitValve extends ValveBase {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLimitValve.class);
    private static final long NANOS_BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final RequestLimiter limiter;
    private final TrustedProxies trustedProxies;
    private final AtomicLong warned = new AtomicLong(System.nanoTime() - NANOS_BETWEEN_WARNINGS);

    RequestLimitValve(RequestLimiter limiter, TrustedProxies trustedProxies) {
        super(true);
        this.limiter = limiter;
        this.trustedProxies = trustedProxies;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String address = trustedProxies.clientAddress(
                request.getRemoteAddr(), String.join(",", Collections.list(request.getHeaders("X-Forwarded-For"))));
        if (request.isAsyncDispatching()) {
            resume(request, response, address);
            return;
        }
        if (opensWebSocket(request)) {
            if (limiter.tryAcquire(address)) {
                getNext().invoke(request, response);
            } else {
                refuse(request, response, address, HttpStatus.TOO_MANY_REQUESTS);
            }
            return;
        }
        RequestLimiter.Decision decision = limiter.start(address);
        try {
            switch (decision) {
                case ADMITTED -> answer(request, response, address);
                case TOO_FAST -> refuse(request, response, address, HttpStatus.TOO_MANY_REQUESTS);
                case TOO_MANY -> refuse(request, response, address, HttpStatus.SERVICE_UNAVAILABLE);
                case TOO_MANY_REFUSED -> response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            }
            if (!request.isAsync()) {
                // Tomcat would write the rest behind the valves, where the request no longer counts.
                response.finishResponse();
            }
        } finally {
            limiter.end(address);
        }
    }

    /** Handles the second pass of a request, which writes the response. */
    private void resume(Request request, Response response, String address) throws IOException, ServletException {
        try {
            if (limiter.resume(address)) {
                answer(request, response, address);
            } else {
                getNext().invoke(request, response);
            }
        } finally {
            limiter.end(address);
        }
    }

    private void answer(Request request, Response response, String address) throws IOException, ServletException {
        Runnable endTurn;
        try {
            endTurn = limiter.awaitTurn(address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The server stops.");
        }
        try {
            getNext().invoke(request, response);
        } finally {
            endTurn.run();
        }
    }

    /**
     * Returns whether a request opens a WebSocket. Its response is short, so that it cannot occupy a thread, and after a lost
     * network many clients behind one address send one at once. The rate is limited only.
     */
    private static boolean opensWebSocket(Request request) {
        return "GET".equals(request.getMethod())
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.getRequestURI().endsWith("/websocket");
    }

    private void refuse(Request request, Response response, String address, HttpStatus status) {
        warn(address, status);
        response.setStatus(status.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        response.setHeader(HttpHeaders.CONNECTION, "close");
        PlainErrorValve.write(request, response);
        // Tomcat would read the body first, on a thread of the requests.
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    private void warn(String address, HttpStatus status) {
        long now = System.nanoTime();
        long last = warned.get();
        if (now - last >= NANOS_BETWEEN_WARNINGS && warned.compareAndSet(last, now)) {
            LOG.warn(
                    "HTTP requests of {} receive the status {}: too many {}. Further ones are logged after 1 minute.",
                    address,
                    status.value(),
                    status == HttpStatus.TOO_MANY_REQUESTS ? "arrive per second" : "are in progress");
        }
    }
}
