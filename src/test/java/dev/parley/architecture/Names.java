package dev.parley.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Checks the names of types and methods. */
final class Names {

    /** Words that say nothing, and the metaphors that the code used before it took the terms of the field. */
    private static final Set<String> FORBIDDEN = Set.of(
            ("util utils utility utilities helper helpers manager managers impl impls common commons service services"
                            + " dto dtos model models house household warden vigil wish porter doorway door caretaker"
                            + " chronicle lane stride seat farewell goodbye phrasebook etiquette narration intake"
                            + " courier letter screenplay entrance misdirected teller sayings patience")
                    .split(" "));

    /** Names of methods that are not verbs of the field. */
    private static final Set<String> FORBIDDEN_METHODS = Set.of(
            "say", "tell", "told", "hear", "heard", "shut", "look", "looks", "looksAway", "sit", "sentOff", "turnAway");

    /** The end of a supertype's name, and the suffix of its subtypes. */
    private static final Map<String, String> SUFFIXES = Map.of(
            "Exception", "Exception",
            "Filter", "Filter",
            "HealthIndicator", "Indicator",
            "FailureAnalyzer", "Analyzer",
            ".tcp.Dialect", "Dialect",
            ".chat.room.EventEncoder", "Encoder");

    private static final Map<String, String> ANNOTATIONS = Map.of(
            "org.springframework.context.annotation.Configuration", "Configuration",
            "org.springframework.boot.context.properties.ConfigurationProperties", "Properties",
            "org.springframework.stereotype.Controller", "Controller",
            "org.springframework.web.bind.annotation.RestController", "Controller");

    private Names() {}

    static void checkWords(String base, JavaClass type, Consumer<String> report) {
        String below = type.getName().substring(base.length() + 1);
        Arrays.stream(below.split("[.$_]|(?<=[a-z0-9])(?=[A-Z])", 0))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(FORBIDDEN::contains)
                .forEach(word -> report.accept(type.getName() + " contains the forbidden word '" + word + "'"));
    }

    static void checkSuffix(JavaClass type, Consumer<String> report) {
        if (type.isAnonymousClass()
                || type.isLocalClass()
                || type.getSimpleName().isEmpty()) {
            return;
        }
        Stream<String> required = Stream.concat(
                SUFFIXES.entrySet().stream()
                        .filter(rule -> isBelow(type, rule.getKey()))
                        .map(Map.Entry::getValue),
                ANNOTATIONS.entrySet().stream()
                        .filter(rule -> type.isAnnotatedWith(rule.getKey()))
                        .map(Map.Entry::getValue));
        required.filter(suffix -> !type.getSimpleName().endsWith(suffix))
                .forEach(suffix -> report.accept(type.getName() + " does not end in " + suffix));
        if (type.getSimpleName().endsWith("Exception") && !isBelow(type, "Exception")) {
            report.accept(type.getName() + " ends in Exception and is none");
        }
    }

    static void checkMethods(JavaClass type, Consumer<String> report) {
        type.getMethods().stream()
                .map(JavaMethod::getName)
                .filter(FORBIDDEN_METHODS::contains)
                .distinct()
                .forEach(name -> report.accept(type.getName() + " has a method named " + name));
    }

    private static boolean isBelow(JavaClass type, String supertype) {
        return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                .map(JavaClass::getName)
                .anyMatch(name -> name.endsWith(supertype));
    }
}
