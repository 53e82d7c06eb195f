package dev.parley.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/** Names a setting whose value has the wrong type. */
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
final class SettingTypeFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {
    private static final Map<Class<?>, String> KINDS = Map.of(
            int.class, "a whole number",
            Integer.class, "a whole number",
            boolean.class, "true or false",
            Boolean.class, "true or false",
            Duration.class, "a time, such as 30d, 15s or 5ms",
            DataSize.class, "a size, such as 64MB",
            ParleyProperties.Creators.class, "everyone or operators",
            URI.class, "an address such as https://chat.example/",
            Path.class, "a file",
            List.class, "a list, with commas between its parts");

    @Override
    protected FailureAnalysis analyze(Throwable failure, BindException cause) {
        String given = cause.getName().toString();
        ConfigurationProperty property = cause.getProperty();
        Object value = property == null ? "" : property.getValue();
        Class<?> type = cause.getTarget().getType().resolve(Object.class);
        String sentence = InvalidSettingException.sentence(
                UnknownSettingCheck.find(given).orElse(given),
                value,
                "it has to be " + KINDS.getOrDefault(type, "something else"));
        return new FailureAnalysis(sentence, null, failure);
    }
}
