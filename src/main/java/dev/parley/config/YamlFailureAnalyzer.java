package dev.parley.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.YAMLException;

/** Describes the place in application.yaml that is not YAML. */
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
final class YamlFailureAnalyzer extends AbstractFailureAnalyzer<YAMLException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, YAMLException cause) {
        String problem = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
        return new FailureAnalysis("The settings in application.yaml cannot be read: " + problem + ".", null, failure);
    }
}
