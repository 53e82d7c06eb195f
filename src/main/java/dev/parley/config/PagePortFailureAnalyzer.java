package dev.parley.config;

import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the page's port, and the setting that moves it, if the port cannot be opened. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class PagePortFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, Throwable cause) {
        PortInUseException inUse = findCause(failure, PortInUseException.class);
        if (inUse != null) {
            String sentence = "The page's port " + inUse.getPort()
                    + " is taken by another program. Stop that program, or choose another port with server.port.";
            return new FailureAnalysis(sentence, null, failure);
        }
        SocketException refused = findCause(failure, SocketException.class);
        if (refused != null) {
            String sentence = "The page's port cannot be opened (" + refused.getMessage()
                    + "). Choose another with server.port, or another address with server.address.";
            return new FailureAnalysis(sentence, null, failure);
        }
        return null;
    }
}
