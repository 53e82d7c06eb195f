package dev.parley.config;

import dev.parley.command.SpellingSuggestion;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/** Rejects settings that do not exist, because they are typing errors. */
public final class UnknownSettingCheck {

    private static final String PREFIX = "parley.";

    /** The variables that Kubernetes sets for a service named "parley". */
    private static final Pattern OF_A_CLUSTER = Pattern.compile("PARLEY_(SERVICE_(HOST|PORT.*)|PORT(_[0-9]+_.*)?)");

    private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?0*[1-9][0-9]*");

    private UnknownSettingCheck() {}

    /** Returns all names as they are written in a file, such as {@code parley.limits.max-nickname-length}. */
    public static List<String> names() {
        return components(ParleyProperties.class)
                .flatMap(UnknownSettingCheck::names)
                .toList();
    }

    private static Stream<String> names(RecordComponent component) {
        String name = PREFIX + dashed(component.getName());
        return component.getType().isRecord()
                ? components(component.getType()).map(setting -> name + "." + dashed(setting.getName()))
                : Stream.of(name);
    }

    private static Stream<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents());
    }

    static String dashed(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /**
     * Checks the port of the page, which Spring Boot would reject with a less helpful message.
     *
     * @throws InvalidSettingException if it is not a port
     */
    public static void checkPagePort(ConfigurableEnvironment environment) {
        Binder.get(environment)
                .bind("server.port", Integer.class)
                .ifBound(port -> SettingValidators.port("server.port", port));
    }

    /**
     * Checks that each duration and size has a unit. Spring Boot takes a number without one for milliseconds or bytes.
     *
     * @throws InvalidSettingException for the first one without a unit, except 0
     */
    public static void checkUnits(ConfigurableEnvironment environment) {
        Binder binder = Binder.get(environment);
        settings(Duration.class)
                .forEach(name -> checkUnit(
                        binder,
                        name,
                        number -> number + "d, " + number + "s or " + number + "ms for days, seconds or"
                                + " milliseconds"));
        settings(DataSize.class)
                .forEach(name -> checkUnit(
                        binder, name, number -> number + "MB or " + number + "KB for megabytes or kilobytes"));
    }

    private static void checkUnit(Binder binder, String name, UnaryOperator<String> examples) {
        binder.bind(name, String.class).ifBound(value -> {
            String number = value.strip();
            if (WITHOUT_UNIT.matcher(number).matches()) {
                throw new InvalidSettingException(name, value, "it has no unit; write " + examples.apply(number));
            }
        });
    }

    /** Returns the names of the settings of a type. */
    private static Stream<String> settings(Class<?> type) {
        return components(ParleyProperties.class)
                .filter(group -> group.getType().isRecord())
                .flatMap(group -> components(group.getType())
                        .filter(setting -> setting.getType() == type)
                        .map(setting -> PREFIX + dashed(group.getName()) + "." + dashed(setting.getName())));
    }

    /**
     * Checks that Spring Boot does not trust the headers of any proxy.
     *
     * @throws InvalidSettingException if it is configured to
     */
    public static void checkForwarding(ConfigurableEnvironment environment) {
        String name = "server.forward-headers-strategy";
        Binder.get(environment).bind(name, String.class).ifBound(strategy -> {
            if (!strategy.equalsIgnoreCase("none")) {
                throw new InvalidSettingException(
                        name, strategy, "Parley trusts only the proxies in parley.web.trusted-proxies; leave it out");
            }
        });
    }

    /**
     * Checks that every {@code parley.*} in files, on the command line and in the environment is a setting.
     *
     * @throws InvalidSettingException for the first name that is not a setting; the message contains the nearest
     *     one
     */
    public static void check(ConfigurableEnvironment environment) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named
                    && !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
                boolean variables =
                        source.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
                for (String name : named.getPropertyNames()) {
                    check(name, variables);
                }
            }
        }
    }

    private static void check(String name, boolean variable) {
        String plain = variable ? name.replace('_', '.').toLowerCase(Locale.ROOT) : name;
        boolean concernsUs = plain.startsWith(PREFIX)
                && !(variable && OF_A_CLUSTER.matcher(name).matches());
        if (concernsUs && find(name).isEmpty()) {
            RenamedSettings.check(name, variable);
            String nearest = nearest(plain)
                    .map(known -> " Did you mean " + known + "?")
                    .orElse(" docs/configuration.md lists all settings.");
            throw new InvalidSettingException("There is no setting " + name + "." + nearest);
        }
    }

    /** Finds a setting in any notation: dashes, case, {@code _} for dots and indexes are ignored. */
    static Optional<String> find(String written) {
        String letters = letters(written);
        return names().stream().filter(known -> letters(known).equals(letters)).findFirst();
    }

    static String letters(String name) {
        return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> nearest(String name) {
        return SpellingSuggestion.closest(name, names())
                .or(() -> nearestWithoutDashes(name))
                .or(() -> sameEnding(name));
    }

    /** Finds the nearest setting for an environment variable, which contains no dashes. */
    private static Optional<String> nearestWithoutDashes(String name) {
        List<String> names =
                names().stream().map(known -> known.replace("-", "")).toList();
        return SpellingSuggestion.closest(name, names).flatMap(UnknownSettingCheck::find);
    }

    /** Finds the right name in a wrong group, or in none. */
    private static Optional<String> sameEnding(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return new TreeSet<>(names())
                .stream()
                        .filter(known -> known.endsWith("." + ending) || known.startsWith(PREFIX + ending + "."))
                        .findFirst();
    }
}
