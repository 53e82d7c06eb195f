package dev.parley.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names an SSL bundle whose certificate cannot be read. Spring throws no exception type of its own for this. */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class SslBundleFailureAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {

    private static final String BUNDLE = "Unable to register SSL bundle ";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, IllegalStateException cause) {
        IllegalStateException bundle = cause;
        while (!String.valueOf(bundle.getMessage()).startsWith(BUNDLE)) {
            bundle = bundle.getCause() == null ? null : findCause(bundle.getCause(), IllegalStateException.class);
            if (bundle == null) {
                return null;
            }
        }
        Throwable first = bundle;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String name =
                String.valueOf(bundle.getMessage()).substring(BUNDLE.length()).replace("'", "");
        String sentence = "The certificate of the bundle “" + name + "” cannot be read (" + first.getMessage()
                + "). Mend what is under spring.ssl.bundle, or the files it names.";
        return new FailureAnalysis(sentence, null, failure);
    }
}
