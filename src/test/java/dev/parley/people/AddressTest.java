package dev.parley.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @Test
    void anAddressIsReadHoweverItIsWritten() {
        assertThat(Address.read("192.0.2.7")).hasValue("192.0.2.7");
        assertThat(Address.read("::1")).hasValue("0:0:0:0:0:0:0:1");
        assertThat(Address.read("2001:DB8::7")).hasValue("2001:db8:0:0:0:0:0:7");
        assertThat(Address.read("::ffff:192.0.2.7")).hasValue("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "1234",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.7.1",
                "cafe",
                "a:b:c",
                ":",
                "::1::",
                "[::1]"
            })
    void whatIsNoneIsNotLookedUp(String typed) {
        assertThat(Address.read(typed)).isEmpty();
        assertThat(Address.isLoopback(typed)).isFalse();
    }

    @Test
    void thisMachinesOwnAddressesAreKnown() {
        assertThat(Address.isLoopback("127.0.0.1")).isTrue();
        assertThat(Address.isLoopback("127.1.2.3")).isTrue();
        assertThat(Address.isLoopback("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(Address.isLoopback("192.168.1.4")).isFalse();
    }
}
