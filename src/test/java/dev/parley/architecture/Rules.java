package dev.parley.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * What holds between the packages below a base package, and for the names in them. The base is a parameter, so that
 * every rule can be seen failing on a tree of planted violations as well as passing on Parley.
 */
public final class Rules {

    public static final String NO_CYCLES = "packages are free of cycles";
    public static final String LISTED = "every package has a row in the table";
    public static final String ROOT = "nobody imports the base package";
    public static final String NAMES = "names say what a thing is";
    public static final String NULL_MARKED = "every package has a package-info that is @NullMarked";
    public static final String ONE_DOOR = "a dialect has one public type";

    private static final Set<String> EMPTY_WORDS = Set.of(
            "util",
            "utils",
            "utility",
            "utilities",
            "helper",
            "helpers",
            "manager",
            "managers",
            "impl",
            "impls",
            "common",
            "commons",
            "service",
            "services",
            "dto",
            "dtos",
            "model",
            "models");

    private final String base;

    public Rules(String base) {
        this.base = base;
    }

    /** Every rule by its name. A rule about a package that does not exist yet holds. */
    public Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        PackageTable.ROWS.stream()
                .collect(Collectors.groupingBy(Row::name, LinkedHashMap::new, Collectors.toList()))
                .forEach((name, rows) -> rules.put(keepsToItsRow(name), keepTo(rows)));
        rules.put(NO_CYCLES, slices().matching(base + ".(**)").should().beFreeOfCycles());
        rules.put(LISTED, everyClass("lie in a listed package", this::listed));
        rules.put(ROOT, everyClass("not know the base package", this::notTheRoot));
        rules.put(NAMES, everyClass("have a name that tells", this::tellingName));
        rules.put(NULL_MARKED, everyClass("lie in a null-marked package", this::nullMarked));
        rules.put(ONE_DOOR, everyClass("be its dialect's only public type", this::onlyPublicType));
        rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
        return rules;
    }

    public static String keepsToItsRow(String name) {
        return name + " imports only what its row in the table allows";
    }

    private ArchRule keepTo(List<Row> rows) {
        return everyClass(
                "keep to its row",
                (type, report) -> rows.stream()
                        .filter(row -> row.speaksOf(base, type))
                        .forEach(row -> type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> !row.allows(base, dependency.getTargetClass()))
                                .map(Dependency::getDescription)
                                .forEach(report)));
    }

    private void listed(JavaClass type, Consumer<String> report) {
        String place = type.getPackageName();
        if (!place.equals(base) && PackageTable.ROWS.stream().noneMatch(row -> place.equals(base + "." + row.name()))) {
            report.accept(type.getName() + " lies in a package without a row in PackageTable");
        }
    }

    private void notTheRoot(JavaClass type, Consumer<String> report) {
        if (!type.getPackageName().equals(base)) {
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency ->
                            dependency.getTargetClass().getPackageName().equals(base))
                    .map(Dependency::getDescription)
                    .forEach(report);
        }
    }

    private void tellingName(JavaClass type, Consumer<String> report) {
        String below = type.getName().substring(base.length() + 1);
        Stream<String> words = Arrays.stream(below.split("[.$_]|(?<=[a-z0-9])(?=[A-Z])", 0));
        words.map(word -> word.toLowerCase(Locale.ROOT))
                .filter(EMPTY_WORDS::contains)
                .forEach(word -> report.accept(type.getName() + " has '" + word + "' in its name: say what it is"));
    }

    private void nullMarked(JavaClass type, Consumer<String> report) {
        boolean marked = type.getPackage()
                .tryGetPackageInfo()
                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                .isPresent();
        if (!marked) {
            report.accept(type.getPackageName() + " lacks a package-info.java with @NullMarked");
        }
    }

    private void onlyPublicType(JavaClass type, Consumer<String> report) {
        boolean ofDialect = PackageTable.DIALECTS.stream()
                .anyMatch(dialect -> type.getPackageName().equals(base + "." + dialect));
        if (ofDialect
                && isPublic(type)
                && type.getPackage().getClasses().stream()
                                .filter(Rules::isPublic)
                                .count()
                        > 1) {
            report.accept(type.getName() + " is not the only public type of its dialect");
        }
    }

    private static boolean isPublic(JavaClass type) {
        return type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private ArchRule everyClass(String should, BiConsumer<JavaClass, Consumer<String>> check) {
        return classes().that().resideInAPackage(base + "..").should(new ArchCondition<>(should) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, sentence -> events.add(SimpleConditionEvent.violated(type, sentence)));
            }
        });
    }
}
