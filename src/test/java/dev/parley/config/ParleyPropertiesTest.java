package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Checks the defaults of the settings and the messages about invalid ones. */
class ParleyPropertiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port=70000|server.port is “70000”, but a port is a number from 1 to 65535",
                "server.port=http|server.port is “http”, but it has to be a whole number.",
                "parley.tcp.ports=99999|parley.tcp.ports is “99999”, but a port is a number from 1 to 65535",
                "parley.tcp.ports=8000,8000|parley.tcp.ports is “[8000, 8000]”, but each port may be listed only once",
                "parley.tcp.ports=eight|parley.tcp.ports is “eight”, but it has to be",
                "parley.tcp.tls-port=65536|parley.tcp.tls-port is “65536”, but a port is a number from 1 to 65535",
                "parley.tcp.tls-port=8000|parley.tcp.tls-port is “8000”, but that is one of parley.tcp.ports",
                "parley.tcp.nick-ports=8000|parley.tcp.nick-ports is “[8000]”, but each port may be listed only once, and not in",
                "parley.history.retention=soon|parley.history.retention is “soon”, but it has to be a time, such as 30d",
                "parley.history.retention=30|parley.history.retention is “30”, but it has no unit; write 30d, 30s or 30ms",
                "parley.history.retention=+07|it has no unit",
                "parley.session.resume-window=15|it has no unit",
                "parley.limits.max-queued-replies=64|it has no unit; write 64MB or 64KB",
                "parley.limits.max-queued-replies=1KB|it has to be from 1MB to 65536MB",
                "parley.limits.max-queued-replies=much|it has to be a size, such as 64MB",
                "parley.limits.max-tls-handshakes-per-second=-1|it has to be from 0 to 1,000,000.",
                "parley.limits.max-new-connections-per-second=-1|it has to be from 0 to 1,000,000.",
                "parley.limits.max-http-requests-per-second=-1|it has to be from 0 to 1,000,000.",
                "parley.web.request-head-timeout=0s|it has to be from 1s to 1h.",
                "parley.tcp.message-gap= 250 |it has no unit",
                "parley.auth.password-file=/no/such/file|“/no/such/file”, but this file cannot be read",
                "parley.history.retention=-1d|parley.history.retention is “-1d”, but it has to be from 0s to 36500d.",
                "parley.history.max-messages=-1|parley.history.max-messages is “-1”, but it has to be at least 0.",
                "parley.history.replay=501|parley.history.replay is “501”, but it has to be from 0 to 500.",
                "parley.history.restored-from-backup=perhaps|parley.history.restored-from-backup is “perhaps”, but it has to be true or false.",
                "parley.limits.max-nickname-length=0|parley.limits.max-nickname-length is “0”, but it has to be from 1 to 64.",
                "parley.limits.max-message-length=0|parley.limits.max-message-length is “0”, but it has to be from 1 to 8,000.",
                "parley.limits.max-message-length=|parley.limits.max-message-length is “”, but it has to be a whole number.",
                "parley.limits.messages-per-second=-1|parley.limits.messages-per-second is “-1”, but it has to be from 0 to 1,000,000.",
                "parley.limits.messages-per-second=5.5|parley.limits.messages-per-second is “5.5”, but it has to be a whole number.",
                "parley.limits.message-burst=0|parley.limits.message-burst is “0”, but it has to be from 1 to 1,000,000.",
                "parley.session.resume-window=2h|parley.session.resume-window is “2h”, but it has to be from 0s to 1h.",
                "parley.limits.max-connections=-1|parley.limits.max-connections is “-1”, but it has to be from 0 to 1,000,000.",
                "parley.limits.max-connections-per-address=x|parley.limits.max-connections-per-address is “x”, but it has to be a whole number.",
                "parley.web.allowed-origins=chat.example|parley.web.allowed-origins is “chat.example”, but an origin is",
                "parley.web.allowed-origins=https://a.example/|“https://a.example/”, but an origin is written like",
                "parley.web.trusted-proxies=10.0.0.0/40|trusted-proxies is “10.0.0.0/40”, but it has to be addresses, or net",
                "parley.web.public-url=chat.example|public-url is “chat.example”, but it has to be an address of a page",
                "parley.web.public-url=https://a.example/?x=1|“https://a.example/?x=1”, but it has to be an address of a page",
                "parley.web.public-url=:|it has to be an address such as https://chat.example/",
                "parley.invites.created-by=ada|created-by is “ada”, but it has to be everyone or operators",
                "server.forward-headers-strategy=native|but Parley trusts only the proxies in",
                "parley.limits.max-rooms=0|parley.limits.max-rooms is “0”, but it has to be from 1 to 1,000,000.",
                "parley.history.commit-interval=2s|parley.history.commit-interval is “2s”, but it has to be from 0s to 1s.",
                "parley.tcp.message-gap=0s|parley.tcp.message-gap is “0s”, but it has to be from 1ms to 10s.",
                "parley.tcp.login-timeout=soon|parley.tcp.login-timeout is “soon”, but it has to be a time",
                "parley.shutdown.drain=2|it has no unit",
                "parley.shutdown.drain=-1s|parley.shutdown.drain is “-1s”, but it has to be from 0s to 1h.",
                "parley.console.show-messages=maybe|show-messages is “maybe”, but it has to be true or false.",
            })
    void invalidValueIsReportedWithTheAllowedValues(String setting, String sentence) {
        assertThat(failureSentence(setting)).contains(sentence).startsWith("The setting ");
    }

    @ParameterizedTest
    @CsvSource({
        "parley.limits.message-per-second, parley.limits.messages-per-second",
        "parley.limit.message-burst, parley.limits.message-burst",
        "parley.history.fil, parley.history.file",
        "parley.replay, parley.history.replay",
        "parley.tcp.port, parley.tcp.ports",
    })
    void unknownSettingIsReportedWithTheNearestName(String typed, String meant) {
        assertThat(failureSentence(typed + "=1"))
                .isEqualTo("There is no setting " + typed + ". Did you mean " + meant + "?");
    }

    @Test
    void passwordFileContainsThePasswordInItsFirstLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "\uFEFFtea at four\r\nsecond line\n");

        assertThat(new ParleyProperties.Auth("", file).password()).isEqualTo("tea at four");
        assertThatThrownBy(() -> new ParleyProperties.Auth("x", file)).hasMessageContaining("are both set");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> new ParleyProperties.Auth("", file)).hasMessageContaining("is empty");
        Files.write(file, new byte[] {(byte) 0xFF, 'x'});
        assertThatThrownBy(() -> new ParleyProperties.Auth("", file)).hasMessageContaining("is not in UTF-8");
    }

    @Test
    void zeroNeedsNoUnit() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("given", Map.of("parley.history.retention", "0")));

        UnknownSettingCheck.checkUnits(environment);

        assertThat(parleyProperties(environment).history().retention()).isZero();
    }

    @Test
    void missingSettingsHaveTheirDefaults() {
        ParleyProperties parleyProperties = parleyProperties(new StandardEnvironment());

        assertThat(parleyProperties.tcp().ports()).containsExactly(8000);
        assertThat(parleyProperties.history().file()).hasToString("parley.db");
        assertThat(parleyProperties.history().retention()).hasDays(30);
        assertThat(parleyProperties.limits().maxMessageLength()).isEqualTo(4_000);
        assertThat(parleyProperties.console().showMessages()).isNull();
    }

    /** Returns the sentence with which a start with this setting fails. */
    private static String failureSentence(String setting) {
        String[] parts = setting.split("=", 2);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("given", Map.of(parts[0], parts[1])));
        Throwable failure = catchThrowable(() -> {
            UnknownSettingCheck.check(environment);
            UnknownSettingCheck.checkUnits(environment);
            UnknownSettingCheck.checkPagePort(environment);
            UnknownSettingCheck.checkForwarding(environment);
            parleyProperties(environment);
        });
        assertThat(failure).as("the start with %s", setting).isNotNull();
        return StartupFailure.sentence(failure).orElseThrow(() -> new AssertionError("not foreseen", failure));
    }

    private static ParleyProperties parleyProperties(StandardEnvironment environment) {
        return Binder.get(environment).bindOrCreate("parley", Bindable.of(ParleyProperties.class));
    }
}
