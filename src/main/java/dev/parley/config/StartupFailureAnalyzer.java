package dev.parley.config;

import dev.parley.storage.sqlite.HistoryUnavailableException;
import dev.parley.tcp.PortUnavailableException;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.web.server.PortInUseException;

/** Explains a failed start in one sentence for the operator, if the operator can mend the cause. */
public final class StartupFailureAnalyzer {

    private static final Map<Class<?>, String> KINDS = Map.of(
            int.class, "a whole number",
            Integer.class, "a whole number",
            boolean.class, "true or false",
            Boolean.class, "true or false",
            Duration.class, "a time, such as 30d, 15s or 5ms",
            Path.class, "a file",
            List.class, "a list, with commas between its parts");

    private static final String BUNDLE = "Unable to register SSL bundle ";

    private StartupFailureAnalyzer() {}

    /** Prints the sentence, or the stack trace if the cause is a defect. */
    public static void print(Throwable failure, PrintStream out) {
        Optional<String> sentence = sentence(failure);
        if (sentence.isPresent()) {
            out.println(sentence.get());
        } else {
            out.println("Parley did not start because of a defect. Please report it with the output below.");
            failure.printStackTrace(out);
        }
    }

    /** Returns the sentence; empty if the failure is not known, and so probably a defect. */
    static Optional<String> sentence(Throwable failure) {
        return causes(failure)
                .flatMap(cause -> ours(cause).stream())
                .findFirst()
                .or(() -> causes(failure)
                        .flatMap(cause -> explain(cause).stream())
                        .findFirst());
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /** Parley's own exceptions carry their sentence. */
    private static Optional<String> ours(Throwable cause) {
        boolean hasSentence = cause instanceof InvalidSettingException
                || cause instanceof HistoryUnavailableException
                || cause instanceof PortUnavailableException;
        return hasSentence ? Optional.ofNullable(cause.getMessage()) : Optional.empty();
    }

    private static Optional<String> explain(Throwable cause) {
        if (cause instanceof PortInUseException taken) {
            return Optional.of("The page's port " + taken.getPort()
                    + " is taken by another program. Stop that program, or choose another port with server.port.");
        }
        if (cause instanceof SocketException refused) {
            return Optional.of("The page's port cannot be opened (" + refused.getMessage()
                    + "). Choose another with server.port, or another address with server.address.");
        }
        if (String.valueOf(cause.getMessage()).startsWith(BUNDLE)) {
            return Optional.of(bundle(cause));
        }
        if (cause instanceof BindException unreadable) {
            return Optional.of(unreadable(unreadable));
        }
        if (cause.getClass().getName().startsWith("org.yaml.snakeyaml.")) {
            return Optional.of("The settings in application.yaml cannot be read: "
                    + String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ") + ".");
        }
        return Optional.empty();
    }

    /** Spring throws no type of its own for this: "Unable to register SSL bundle 'chat'". */
    private static String bundle(Throwable cause) {
        String name =
                String.valueOf(cause.getMessage()).substring(BUNDLE.length()).replace("'", "");
        Throwable first = causes(cause).reduce((outer, inner) -> inner).orElse(cause);
        return "The certificate of the bundle “" + name + "” cannot be read (" + first.getMessage()
                + "). Mend what is under spring.ssl.bundle, or the files it names.";
    }

    private static String unreadable(BindException problem) {
        String given = problem.getName().toString();
        ConfigurationProperty property = problem.getProperty();
        Object value = property == null ? "" : property.getValue();
        Class<?> type = problem.getTarget().getType().resolve(Object.class);
        return InvalidSettingException.sentence(
                UnknownSettingCheck.find(given).orElse(given),
                value,
                "it has to be " + KINDS.getOrDefault(type, "something else"));
    }
}
