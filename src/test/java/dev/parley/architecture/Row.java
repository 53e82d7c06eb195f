package dev.parley.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One line of the table of packages: what a package may import besides itself.
 *
 * @param name the package, without the base; a package below it has a row of its own
 * @param ours Parley's packages it may know, without the base
 * @param libraries packages (with all below them) or single classes of others that it may know
 * @param only the classes of the package this row speaks of
 */
record Row(String name, List<String> ours, List<String> libraries, Predicate<String> only) {

    /** The JDK, null marks, and a logging interface: allowed to everybody. */
    private static final List<String> EVERYBODY = List.of("java", "javax", "jdk", "org.jspecify", "org.slf4j");

    static Row of(String name) {
        return new Row(name, List.of(), List.of(), anyClass -> true);
    }

    /** The same row, for those classes of the package whose outermost class is named so. */
    Row onlyIf(Predicate<String> simpleName) {
        return new Row(name, ours, libraries, simpleName);
    }

    Row knows(List<String> packages) {
        return new Row(name, join(ours, packages), libraries, only);
    }

    Row uses(List<String> packagesOrClasses) {
        return new Row(name, ours, join(libraries, packagesOrClasses), only);
    }

    boolean speaksOf(String base, JavaClass type) {
        return type.getPackageName().equals(base + "." + name) && only.test(outermost(type));
    }

    boolean allows(String base, JavaClass known) {
        JavaClass type = known.getBaseComponentType();
        String place = type.getPackageName();
        if (type.isPrimitive() || place.equals(base + "." + name)) {
            return true;
        }
        if (place.equals(base) || place.startsWith(base + ".")) {
            return ours.stream().anyMatch(other -> place.equals(base + "." + other));
        }
        return Stream.concat(EVERYBODY.stream(), libraries.stream())
                .anyMatch(library ->
                        type.getName().equals(library) || place.equals(library) || place.startsWith(library + "."));
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static List<String> join(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
