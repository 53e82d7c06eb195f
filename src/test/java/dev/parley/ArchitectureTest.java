package dev.parley;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.parley.architecture.Rules;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;

/** Checks Parley against the architecture rules, and each rule against a planted tree that breaks it. */
class ArchitectureTest {

    private static final String PARLEY = "dev.parley";
    private static final String PLANTED = "dev.parley.architecture.planted.";

    /** Lists the classes that each rule finds in its planted tree, which also holds allowed classes. */
    private static final Map<String, Planted> PLANTED_BY_RULE = Map.of(
            Rules.TABLE, new Planted("table", Set.of("inner.ImportsOuter", "outer.ImportsLibrary")),
            Rules.NO_CYCLES, new Planted("table", Set.of("inner.ImportsOuter", "outer.ImportsInner", "outer.Plain")),
            Rules.LISTED, new Planted("listed", Set.of("other.Unlisted")),
            Rules.NULL_MARKED, new Planted("marked", Set.of("inner.Unmarked")),
            Rules.ONE_PUBLIC_TYPE, new Planted("single", Set.of("inner.FirstPublic", "inner.SecondPublic")),
            Rules.WORDS, new Planted("names", Set.of("inner.SessionManager", "inner.SessionManager$LookUpHelper")),
            Rules.SUFFIXES, new Planted("names", Set.of("inner.BrokenInput", "inner.NoException")),
            Rules.VERBS, new Planted("names", Set.of("inner.BrokenInput")),
            Rules.UNIQUE, new Planted("unique", Set.of("inner.Same", "outer.Same")));

    private final JavaClasses parley = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PARLEY);

    private record Planted(String tree, Set<String> found) {}

    @TestFactory
    Stream<DynamicTest> parleyFollowsEveryRule() {
        return Rules.ofParley(PARLEY).all().entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(parley)));
    }

    @Test
    void rulesRunOnTheProgramWithoutItsTests() {
        assertThat(parley.contain(ParleyApplication.class)).isTrue();
        assertThat(parley.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void springScansEveryPackageWithComponents() {
        List<String> scanned = List.of(ParleyApplication.class
                .getAnnotation(SpringBootApplication.class)
                .scanBasePackages());
        List<String> components = parley.stream()
                .filter(type -> !type.isEquivalentTo(ParleyApplication.class))
                .filter(type -> AnnotatedElementUtils.hasAnnotation(type.reflect(), Component.class))
                .map(JavaClass::getPackageName)
                .toList();

        assertThat(components)
                .hasSizeGreaterThan(30)
                .allMatch(component -> scanned.stream().anyMatch(base -> (component + ".").startsWith(base + ".")));
        assertThat(scanned)
                .allMatch(base -> components.stream().anyMatch(component -> (component + ".").startsWith(base + ".")));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFindsExactlyThePlantedViolations() {
        return Rules.ofParley(PARLEY).all().keySet().stream()
                .map(name -> dynamicTest(name, () -> {
                    Planted planted = PLANTED_BY_RULE.get(name);
                    assertThat(planted).as("planted tree").isNotNull();
                    String base = PLANTED + planted.tree();
                    assertThat(found(base, Rules.ofPlanted(base).all().get(name)))
                            .isEqualTo(planted.found());
                }));
    }

    private static Set<String> found(String base, ArchRule rule) {
        JavaClasses tree = new ClassFileImporter().importPackages(base);
        if (rule.getDescription().equals(Rules.NO_CYCLES)) {
            String report =
                    String.join("\n", rule.evaluate(tree).getFailureReport().getDetails());
            return tree.stream()
                    .filter(type -> report.contains("<" + type.getName() + "."))
                    .map(type -> type.getName().substring(base.length() + 1))
                    .collect(toCollection(TreeSet::new));
        }
        Set<JavaClass> found = new TreeSet<>(Comparator.comparing(JavaClass::getName));
        rule.evaluate(tree).handleViolations((objects, sentence) -> found.addAll(objects), new JavaClass[0]);
        return found.stream()
                .map(type -> type.getName().substring(base.length() + 1))
                .collect(toCollection(TreeSet::new));
    }
}
