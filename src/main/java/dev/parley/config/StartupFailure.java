package dev.parley.config;

import java.io.PrintStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Reports a failed start to the operator as the description of the first {@link FailureAnalyzer} that knows the cause.
 * Registered as a reporter, it prevents Spring Boot's own report, which is a block of a log.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartupFailure implements SpringBootExceptionReporter {

    /** Called by Spring Boot, with the context if it was created. */
    StartupFailure(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return true;
    }

    /** Prints the sentence, or the stack trace if the cause is a defect. */
    static void print(Throwable failure, PrintStream out) {
        Optional<String> sentence = sentence(failure);
        if (sentence.isPresent()) {
            out.println(sentence.get());
        } else {
            out.println("Parley did not start because of a defect. Please report it with the output below.");
            failure.printStackTrace(out);
        }
    }

    /** Returns the sentence; empty if no analyzer knows the failure, which is probably a defect then. */
    static Optional<String> sentence(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation(StartupFailure.class.getClassLoader())
                .load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, e) -> {}))
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .map(analysis -> analysis.getAction() == null
                        ? analysis.getDescription()
                        : analysis.getDescription() + "\n" + analysis.getAction())
                .findFirst();
    }
}
