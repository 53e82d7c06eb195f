package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ParleyPropertiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port=70000|server.port is “70000”, but a port is a number from 1 to 65535",
                "server.port=http|server.port is “http”, but it has to be a whole number.",
                "parley.bridge.ports=99999|parley.bridge.ports is “99999”, but a port is a number from 1 to 65535",
                "parley.bridge.ports=8000,8000|parley.bridge.ports is “[8000, 8000]”, but each port can be there once only",
                "parley.bridge.ports=eight|parley.bridge.ports is “eight”, but it has to be",
                "parley.bridge.tls-port=65536|parley.bridge.tls-port is “65536”, but a port is a number from 1 to 65535",
                "parley.bridge.tls-port=8000|parley.bridge.tls-port is “8000”, but that is one of parley.bridge.ports",
                "parley.history.retention=soon|parley.history.retention is “soon”, but it has to be a time, such as 30d",
                "parley.history.retention=-1d|parley.history.retention is “-1d”, but it has to be from 0s to 36500d.",
                "parley.history.max-messages=-1|parley.history.max-messages is “-1”, but it has to be at least 0.",
                "parley.history.replay=501|parley.history.replay is “501”, but it has to be from 0 to 500.",
                "parley.history.restored=perhaps|parley.history.restored is “perhaps”, but it has to be true or false.",
                "parley.rules.name-length=0|parley.rules.name-length is “0”, but it has to be from 1 to 64.",
                "parley.rules.message-length=0|parley.rules.message-length is “0”, but it has to be from 1 to 8,000.",
                "parley.rules.message-length=|parley.rules.message-length is “”, but it has to be a whole number.",
                "parley.rules.rate=-1|parley.rules.rate is “-1”, but it has to be from 0 to 1,000,000.",
                "parley.rules.rate=5.5|parley.rules.rate is “5.5”, but it has to be a whole number.",
                "parley.rules.burst=0|parley.rules.burst is “0”, but it has to be from 1 to 1,000,000.",
                "parley.people.grace=2h|parley.people.grace is “2h”, but it has to be from 0s to 1h.",
                "parley.limits.connections=-1|parley.limits.connections is “-1”, but it has to be from 0 to 1,000,000.",
                "parley.limits.per-address=x|parley.limits.per-address is “x”, but it has to be a whole number.",
                "parley.web.allowed-origins=chat.example|parley.web.allowed-origins is “chat.example”, but an origin is",
                "parley.web.allowed-origins=https://a.example/|“https://a.example/”, but an origin is written like",
                "parley.web.trusted-proxies=10.0.0.0/40|trusted-proxies is “10.0.0.0/40”, but it has to be addresses, or net",
                "server.forward-headers-strategy=native|but Parley takes the word of those proxies only that are in",
                "parley.rooms.max=0|parley.rooms.max is “0”, but it has to be from 1 to 1,000,000.",
                "parley.lane.pace=2s|parley.lane.pace is “2s”, but it has to be from 0s to 1s.",
                "parley.bridge.silence=0s|parley.bridge.silence is “0s”, but it has to be from 1ms to 10s.",
                "parley.bridge.naming=soon|parley.bridge.naming is “soon”, but it has to be a time",
                "parley.operator.show-messages=maybe|show-messages is “maybe”, but it has to be true or false.",
            })
    void aValueThatMakesNoSenseIsNamedWithWhatWouldMakeSense(String setting, String sentence) {
        assertThat(why(setting)).contains(sentence).startsWith("The setting ");
    }

    @ParameterizedTest
    @CsvSource({
        "parley.rules.ratee, parley.rules.rate",
        "parley.rule.burst, parley.rules.burst",
        "parley.history.fil, parley.history.file",
        "parley.replay, parley.history.replay",
        "parley.bridge.port, parley.bridge.ports",
    })
    void aSettingThatThereIsNotIsNamedWithTheNearest(String typed, String meant) {
        assertThat(why(typed + "=1")).isEqualTo("There is no setting " + typed + ". Did you mean " + meant + "?");
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        ParleyProperties parleyProperties = parleyProperties(new StandardEnvironment());

        assertThat(parleyProperties.bridge().ports()).containsExactly(8000);
        assertThat(parleyProperties.history().file()).hasToString("parley.db");
        assertThat(parleyProperties.history().retention()).hasDays(30);
        assertThat(parleyProperties.rules().messageLength()).isEqualTo(500);
        assertThat(parleyProperties.operator().showMessages()).isNull();
    }

    /** The sentence that a start with this setting would end with. */
    private static String why(String setting) {
        String[] parts = setting.split("=", 2);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("given", Map.of(parts[0], parts[1])));
        Throwable failure = catchThrowable(() -> {
            UnknownSettingCheck.check(environment);
            UnknownSettingCheck.checkPagePort(environment);
            UnknownSettingCheck.checkForwarding(environment);
            parleyProperties(environment);
        });
        assertThat(failure).as("the start with %s", setting).isNotNull();
        return StartupFailureAnalyzer.sentence(failure).orElseThrow(() -> new AssertionError("not foreseen", failure));
    }

    private static ParleyProperties parleyProperties(StandardEnvironment environment) {
        return Binder.get(environment).bindOrCreate("parley", Bindable.of(ParleyProperties.class));
    }
}
