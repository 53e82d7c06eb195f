package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

    @Test
    void addressIsNormalized() {
        assertThat(IpAddresses.parse("192.0.2.7")).hasValue("192.0.2.7");
        assertThat(IpAddresses.parse("::1")).hasValue("0:0:0:0:0:0:0:1");
        assertThat(IpAddresses.parse("2001:DB8::7")).hasValue("2001:db8:0:0:0:0:0:7");
        assertThat(IpAddresses.parse("::ffff:192.0.2.7")).hasValue("192.0.2.7");
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
    void invalidAddressIsNotResolved(String typed) {
        assertThat(IpAddresses.parse(typed)).isEmpty();
        assertThat(IpAddresses.isLoopback(typed)).isFalse();
    }

    @Test
    void loopbackAddressesAreRecognized() {
        assertThat(IpAddresses.isLoopback("127.0.0.1")).isTrue();
        assertThat(IpAddresses.isLoopback("127.1.2.3")).isTrue();
        assertThat(IpAddresses.isLoopback("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(IpAddresses.isLoopback("192.168.1.4")).isFalse();
    }
}
