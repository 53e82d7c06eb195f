package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownSettingCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parley.rules.name-length",
                "parley.rules.nameLength",
                "parley.bridge.ports",
                "parley.bridge.ports[0]",
                "server.anything",
                "parleys.rules",
            })
    void aSettingMayBeWrittenInEachOfSpringsWays(String name) {
        assertThatCode(() -> check(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PARLEY_RULES_NAMELENGTH",
                "PARLEY_RULES_NAME_LENGTH",
                "PARLEY_BRIDGE_PORTS",
                "PARLEY_BRIDGE_PORTS_0_",
                "PARLEY_SERVICE_HOST",
                "PARLEY_PORT",
                "PARLEY_PORT_8080_TCP_ADDR",
                "PARLEYHOME",
            })
    void soMayAVariableOfTheEnvironment(String name) {
        assertThatCode(() -> checkVariable(name)).doesNotThrowAnyException();
    }

    @Test
    void aVariableThatIsNoSettingIsNamedWithTheNearest() {
        assertThatThrownBy(() -> checkVariable("PARLEY_RULES_RATEE"))
                .hasMessage("There is no setting PARLEY_RULES_RATEE. Did you mean parley.rules.rate?");
    }

    @Test
    void soIsOneInAFile() {
        assertThatThrownBy(() -> check("parley.people.grave"))
                .hasMessage("There is no setting parley.people.grave. Did you mean parley.people.grace?");
    }

    private static void check(String name) {
        StandardEnvironment environment = empty();
        environment.getPropertySources().addFirst(new MapPropertySource("a file", Map.of(name, "1")));
        UnknownSettingCheck.check(environment);
    }

    private static void checkVariable(String name) {
        StandardEnvironment environment = empty();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "1")));
        UnknownSettingCheck.check(environment);
    }

    /** Without the variables and properties of whoever runs this test. */
    private static StandardEnvironment empty() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        return environment;
    }
}
