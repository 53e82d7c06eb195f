package dev.parley;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.parley.architecture.Rules;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of packages holds, and every rule in it has been seen to fail. */
class ArchitectureTest {

    private static final String PARLEY = "dev.parley";

    /** A small tree that breaks every rule: the same packages, below another base. */
    private static final String PLANTED = "dev.parley.architecture.planted";

    /** Which planted classes each rule finds, and no others: the same tree holds what is allowed as well. */
    private static final Map<String, Set<String>> FOUND = Map.ofEntries(
            row("people", "people.Names", "people.Person"),
            row("room", "room.KnowsSpring", "room.KnowsUnicode"),
            row("command", "command.KnowsWire"),
            row("stomp", "stomp.KnowsJackson", "stomp.KnowsPeople"),
            row("wire", "wire.KnowsNetty"),
            row("history", "history.KnowsWiring"),
            row("websocket", "websocket.KnowsBridge", "websocket.KnowsTomcat"),
            row("websocket.tomcat", "websocket.tomcat.KnowsJdbc"),
            row("web", "web.KnowsCommand", "web.KnowsWebSocket"),
            row("bridge", "bridge.KnowsDialect", "bridge.KnowsSpring"),
            row("bridge.line", "bridge.line.KnowsDialect", "bridge.line.KnowsSpring"),
            row("bridge.framed", "bridge.framed.KnowsStomp"),
            row("bridge.turns", "bridge.turns.KnowsWire"),
            row("bridge.handle", "bridge.handle.KnowsDialect"),
            row("bridge.talk", "bridge.talk.KnowsDialect"),
            row("bridge.stomp", "bridge.stomp.KnowsJackson"),
            row("bridge.irc", "bridge.irc.KnowsOperator"),
            row("operator", "operator.KnowsBridge", "operator.KnowsPicocli"),
            row("terminal", "terminal.KnowsRoom", "terminal.KnowsSpring"),
            row("cli", "cli.KnowsSpring"),
            row("terminal.session", "terminal.session.KnowsScreen"),
            Map.entry(
                    Rules.LISTED,
                    Set.of(
                            "elsewhere.KnowsRoot",
                            "elsewhere.Unlisted",
                            "elsewhere.package-info",
                            "elsewhere.util.Thing",
                            "room.unmarked.Thing")),
            Map.entry(Rules.ROOT, Set.of("elsewhere.KnowsRoot")),
            Map.entry(
                    Rules.NAMES, Set.of("elsewhere.util.Thing", "people.PersonManager", "people.Person$LookUpHelper")),
            Map.entry(Rules.NULL_MARKED, Set.of("elsewhere.util.Thing", "room.unmarked.Thing")),
            Map.entry(Rules.ONE_DOOR, Set.of("bridge.line.Line", "bridge.line.KnowsSpring")));

    private final JavaClasses parley = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PARLEY);

    private final JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);

    @TestFactory
    Stream<DynamicTest> parleyKeepsEveryRule() {
        return new Rules(PARLEY)
                .all().entrySet().stream()
                        .map(rule ->
                                dynamicTest(rule.getKey(), () -> rule.getValue().check(parley)));
    }

    @Test
    void theRulesSeeTheProgram() {
        assertThat(parley.contain(ParleyApplication.class)).isTrue();
        assertThat(parley.contain(ArchitectureTest.class)).isFalse();
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFindsWhatIsPlantedAndNothingElse() {
        Map<String, ArchRule> rules = new Rules(PLANTED).all();
        return rules.keySet().stream()
                .filter(name -> !name.equals(Rules.NO_CYCLES))
                .map(name -> dynamicTest(
                        name,
                        () -> assertThat(found(rules.get(name))).isNotEmpty().isEqualTo(FOUND.get(name))));
    }

    @Test
    void aPlantedCycleIsFound() {
        EvaluationResult cycles = new Rules(PLANTED).all().get(Rules.NO_CYCLES).evaluate(planted);

        assertThat(cycles.getFailureReport().getDetails())
                .anyMatch(cycle -> cycle.contains("Slice people") && cycle.contains("Slice room"))
                .anyMatch(cycle -> cycle.contains("Slice bridge") && cycle.contains("Slice bridge.line"));
    }

    private Set<String> found(ArchRule rule) {
        Set<JavaClass> found = new TreeSet<>((one, other) -> one.getName().compareTo(other.getName()));
        rule.evaluate(planted).handleViolations((objects, sentence) -> found.addAll(objects), new JavaClass[0]);
        return found.stream()
                .map(type -> type.getName().substring(PLANTED.length() + 1))
                .collect(toCollection(TreeSet::new));
    }

    private static Map.Entry<String, Set<String>> row(String name, String... classes) {
        return Map.entry(Rules.keepsToItsRow(name), Set.of(classes));
    }
}
