package dev.parley.config;

import dev.parley.ParleyApplication;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Keeps Spring Boot from reporting a failed start, which {@link ParleyApplication} does in words of its own. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineFailureReporter implements SpringBootExceptionReporter {

    /** Made by Spring Boot, with the context if it got so far. */
    OneLineFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return true;
    }
}
