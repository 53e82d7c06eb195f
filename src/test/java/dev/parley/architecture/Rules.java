package dev.parley.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * Builds the rules on the packages below a base package and on the names in them. Base package and table are
 * parameters, so that each rule runs on a small planted tree that breaks it as well as on Parley.
 */
public final class Rules {

    public static final String TABLE = "packages import only what their row of the table allows";
    public static final String NO_CYCLES = "packages are free of cycles";
    public static final String LISTED = "every package has a row in the table";
    public static final String NULL_MARKED = "every package has a package-info that is @NullMarked";
    public static final String ONE_PUBLIC_TYPE = "a dialect has one public type";
    public static final String WORDS = "names contain no forbidden word";
    public static final String SUFFIXES = "names end in the suffix of their role";
    public static final String UNIQUE = "simple names are unique";
    public static final String VERBS = "methods are named by the verbs of the field";

    private final String base;
    private final PackageTable table;

    Rules(String base, PackageTable table) {
        this.base = base;
        this.table = table;
    }

    /** Returns the rules for Parley's own packages. */
    public static Rules ofParley(String base) {
        return new Rules(base, PackageTable.PARLEY);
    }

    /** Returns the rules for a planted tree, with a table of 2 packages: {@code inner}, and {@code outer} above it. */
    public static Rules ofPlanted(String base) {
        return new Rules(
                base,
                new PackageTable(
                        List.of(
                                Row.of(""),
                                Row.of("inner").uses("org.assertj"),
                                Row.of("outer").knows("inner")),
                        List.of("inner")));
    }

    /** Returns all rules by name. */
    public Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(TABLE, everyClass("keep to its row", this::keepToTable));
        rules.put(NO_CYCLES, slices().matching(base + ".(**)").should().beFreeOfCycles());
        rules.put(LISTED, everyClass("lie in a listed package", this::listed));
        rules.put(NULL_MARKED, everyClass("lie in a null-marked package", this::nullMarked));
        rules.put(ONE_PUBLIC_TYPE, everyClass("be its dialect's only public type", this::onlyPublicType));
        rules.put(
                WORDS, everyClass("contain no forbidden word", (type, report) -> Names.checkWords(base, type, report)));
        rules.put(SUFFIXES, everyClass("end in the suffix of its role", Names::checkSuffix));
        rules.put(VERBS, everyClass("name its methods by verbs of the field", Names::checkMethods));
        rules.put(UNIQUE, everyClass("have a simple name of its own", this::uniqueName));
        rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
        return rules;
    }

    private void keepToTable(JavaClass type, Consumer<String> report) {
        table.rows().stream()
                .filter(row -> row.appliesTo(base, type))
                .forEach(row -> type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> !row.allows(base, dependency.getTargetClass()))
                        .map(Dependency::getDescription)
                        .forEach(report));
    }

    private void listed(JavaClass type, Consumer<String> report) {
        String place = type.getPackageName();
        if (!isPackageInfo(type)
                && table.rows().stream().noneMatch(row -> place.equals(Row.absolute(base, row.name())))) {
            report.accept(type.getName() + " lies in a package without a row in PackageTable");
        }
    }

    private void nullMarked(JavaClass type, Consumer<String> report) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
            report.accept(type.getName() + " lies in a package without @NullMarked");
        }
    }

    private void onlyPublicType(JavaClass type, Consumer<String> report) {
        boolean single = table.singleTypePackages().stream()
                .anyMatch(name -> type.getPackageName().equals(Row.absolute(base, name)));
        long publicTypes =
                type.getPackage().getClasses().stream().filter(Rules::isPublic).count();
        if (single && isPublic(type) && publicTypes > 1) {
            report.accept(type.getName() + " is not the only public type of its package");
        }
    }

    private void uniqueName(JavaClass type, Consumer<String> report) {
        if (!type.isTopLevelClass() || isPackageInfo(type)) {
            return;
        }
        String others = subpackages(type).getClassesInPackageTree().stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(other -> other.getSimpleName().equals(type.getSimpleName()) && !other.equals(type))
                .map(JavaClass::getName)
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            report.accept(type.getName() + " has the simple name of " + others);
        }
    }

    private JavaPackage subpackages(JavaClass type) {
        JavaPackage place = type.getPackage();
        while (!place.getName().equals(base) && place.getParent().isPresent()) {
            place = place.getParent().get();
        }
        return place;
    }

    private static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
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
