package dev.parley.config;

import dev.parley.storage.HistoryUnavailableException;
import dev.parley.tcp.PortUnavailableException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Describes a failure by the message of Parley's own exception, which is a sentence for the operator. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SentenceFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, Throwable cause) {
        return Stream.of(
                        InvalidSettingException.class,
                        HistoryUnavailableException.class,
                        PortUnavailableException.class)
                .map(type -> findCause(failure, type))
                .filter(Objects::nonNull)
                .map(ours -> new FailureAnalysis(String.valueOf(ours.getMessage()), null, failure))
                .findFirst()
                .orElse(null);
    }
}
