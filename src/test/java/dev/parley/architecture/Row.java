package dev.parley.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lists what the classes of one package may import besides their own package.
 *
 * @param name the package, relative to the base package; empty for the base package itself
 * @param ours the packages of the project that may be imported, relative to the base package
 * @param oursBelow the same, with all packages below them
 * @param libraries the packages of libraries, with all packages below them, or single classes
 * @param only selects the classes by the simple name of the top-level class
 */
record Row(String name, List<String> ours, List<String> oursBelow, List<String> libraries, Predicate<String> only) {

    /** The JDK, JSpecify and SLF4J are allowed in every package. */
    private static final List<String> ALWAYS = List.of("java", "javax", "jdk", "org.jspecify", "org.slf4j");

    static Row of(String name) {
        return new Row(name, List.of(), List.of(), List.of(), anyClass -> true);
    }

    Row onlyIf(Predicate<String> simpleName) {
        return new Row(name, ours, oursBelow, libraries, simpleName);
    }

    Row knows(String... packages) {
        return knows(List.of(packages));
    }

    Row knows(List<String> packages) {
        return new Row(name, join(ours, packages), oursBelow, libraries, only);
    }

    Row knowsBelow(List<String> packages) {
        return new Row(name, ours, join(oursBelow, packages), libraries, only);
    }

    Row uses(String... packagesOrClasses) {
        return uses(List.of(packagesOrClasses));
    }

    Row uses(List<String> packagesOrClasses) {
        return new Row(name, ours, oursBelow, join(libraries, packagesOrClasses), only);
    }

    boolean appliesTo(String base, JavaClass type) {
        return type.getPackageName().equals(absolute(base, name)) && only.test(topLevelName(type));
    }

    boolean allows(String base, JavaClass imported) {
        JavaClass type = imported.getBaseComponentType();
        String place = type.getPackageName();
        if (type.isPrimitive() || place.equals(absolute(base, name))) {
            return true;
        }
        if (isIn(base, place)) {
            return ours.stream().anyMatch(other -> place.equals(absolute(base, other)))
                    || oursBelow.stream().anyMatch(other -> isIn(absolute(base, other), place));
        }
        return Stream.concat(ALWAYS.stream(), libraries.stream())
                .anyMatch(library -> type.getName().equals(library) || isIn(library, place));
    }

    static String absolute(String base, String name) {
        return name.isEmpty() ? base : base + "." + name;
    }

    private static boolean isIn(String root, String place) {
        return place.equals(root) || place.startsWith(root + ".");
    }

    private static String topLevelName(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static List<String> join(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
