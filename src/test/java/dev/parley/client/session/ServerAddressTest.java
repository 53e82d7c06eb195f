package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "lab.example, , lab.example:8000",
        "lab.example, 8001, lab.example:8001",
        "lab.example:8001, , lab.example:8001",
        "lab.example:8001, 8001, lab.example:8001",
        "127.0.0.1:9000, , 127.0.0.1:9000",
        "[::1]:8000, , [::1]:8000",
        "[::1]:8001, , [::1]:8001",
        "[::1], , [::1]:8000",
        "[::1], 8001, [::1]:8001",
        "::1, , [::1]:8000",
        "::1, 8001, [::1]:8001",
        "2001:db8::7, , [2001:db8::7]:8000",
        "[fe80::1%eth0]:8000, , [fe80::1%eth0]:8000",
    })
    void addressIsParsedWithOrWithoutAPort(String typed, @Nullable String port, String address) {
        assertThat(ServerAddress.parse(typed, port, null)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({
        "lab.example:, , A port is a number from 1 to 65535",
        "lab.example:http, , A port is a number from 1 to 65535",
        "lab.example, http, A port is a number from 1 to 65535",
        "lab.example:70000, , A port is a number from 1 to 65535",
        "lab.example:8000, 8001, has the port 8000 already",
        "[::1, , is not an address",
        "::1], , is not an address",
        "[::1]8000, , is not an address",
        "'', , is not an address",
        ":8000, , is not an address",
        "-x, , is not a host name",
    })
    void invalidAddressIsExplained(String typed, @Nullable String port, String problem) {
        assertThatThrownBy(() -> ServerAddress.parse(typed, port, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }
}
