package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Checks how unknown and renamed settings are reported. */
class UnknownSettingCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parley.limits.max-nickname-length",
                "parley.limits.maxNicknameLength",
                "parley.tcp.ports",
                "parley.tcp.ports[0]",
                "server.anything",
                "parleys.rules",
            })
    void settingIsAcceptedInEveryNotationOfSpring(String name) {
        assertThatCode(() -> check(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PARLEY_LIMITS_MAXNICKNAMELENGTH",
                "PARLEY_LIMITS_MAX_NICKNAME_LENGTH",
                "PARLEY_TCP_PORTS",
                "PARLEY_TCP_PORTS_0_",
                "PARLEY_SERVICE_HOST",
                "PARLEY_PORT",
                "PARLEY_PORT_8080_TCP_ADDR",
                "PARLEYHOME",
            })
    void environmentVariableOfASettingOrOfAnotherProgramIsAccepted(String name) {
        assertThatCode(() -> checkVariable(name)).doesNotThrowAnyException();
    }

    @Test
    void unknownVariableIsReportedWithTheNearestSetting() {
        assertThatThrownBy(() -> checkVariable("PARLEY_LIMITS_MESSAGESPERSECONDS"))
                .hasMessage(
                        "There is no setting PARLEY_LIMITS_MESSAGESPERSECONDS. Did you mean parley.limits.messages-per-second?");
    }

    @Test
    void unknownSettingInAFileIsReportedWithTheNearestSetting() {
        assertThatThrownBy(() -> check("parley.session.resume-windos"))
                .hasMessage(
                        "There is no setting parley.session.resume-windos. Did you mean parley.session.resume-window?");
    }

    @ParameterizedTest
    @CsvSource({
        "parley.bridge.ports, parley.tcp.ports",
        "parley.bridge.ports[0], parley.tcp.ports",
        "parley.rules.nameLength, parley.limits.max-nickname-length",
        "parley.rules.rate, parley.limits.messages-per-second",
        "parley.history.restored, parley.history.restored-from-backup",
        "parley.lane.pace, parley.history.commit-interval",
        "parley.limits.per-address, parley.limits.max-connections-per-address",
        "parley.people.grace, parley.session.resume-window",
        "parley.access.password, parley.auth.password",
        "parley.operator.show-messages, parley.console.show-messages",
    })
    void oldNameIsRejectedWithTheNewOne(String oldName, String newName) {
        assertThatThrownBy(() -> check(oldName))
                .hasMessage("The setting " + oldName + " is now called " + newName
                        + ". Replace the old name and start again.");
    }

    @Test
    void oldVariableIsRejectedWithTheNewOne() {
        assertThatThrownBy(() -> checkVariable("PARLEY_RULES_RATE"))
                .hasMessage(
                        "The setting PARLEY_RULES_RATE is now called parley.limits.messages-per-second, as an"
                                + " environment variable PARLEY_LIMITS_MESSAGESPERSECOND. Replace the old name and start again.");
        assertThatThrownBy(() -> checkVariable("PARLEY_RULES_NAME_LENGTH"))
                .hasMessageContaining("PARLEY_LIMITS_MAXNICKNAMELENGTH");
    }

    private static void check(String name) {
        StandardEnvironment environment = emptyEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("a file", Map.of(name, "1")));
        UnknownSettingCheck.check(environment);
    }

    private static void checkVariable(String name) {
        StandardEnvironment environment = emptyEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "1")));
        UnknownSettingCheck.check(environment);
    }

    /** Returns an environment without the variables and properties of the process that runs this test. */
    private static StandardEnvironment emptyEnvironment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        return environment;
    }
}
