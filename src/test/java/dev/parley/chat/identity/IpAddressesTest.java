package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

    @Test
    void addressIsNormalized() {
        assertThat(IpAddresses.parse("192.0.2.7")).hasValue("192.0.2.7");
        assertThat(IpAddresses.parse("::1")).hasValue("::1");
        assertThat(IpAddresses.parse("0:0:0:0:0:0:0:1")).hasValue("::1");
        assertThat(IpAddresses.parse("2001:DB8::7")).hasValue("2001:db8::7");
        assertThat(IpAddresses.parse("::ffff:192.0.2.7")).hasValue("192.0.2.7");
    }

    @ParameterizedTest
    @CsvSource({
        "fe80::1%eth0, fe80::1",
        "fe80:0:0:0:0:0:0:1%2, fe80::1",
        "fe80::1%no-such-interface, fe80::1",
        "::1%lo, ::1",
        "::ffff:192.0.2.7%2, 192.0.2.7",
    })
    void scopeIsNoPartOfAnAddress(String written, String canonical) {
        assertThat(IpAddresses.parse(written)).hasValue(canonical);
        assertThat(new ClientInfo("terminal", "line", written).address()).isEqualTo(canonical);
    }

    @Test
    void scopeOfASocketIsNoPartOfItsAddress() throws UnknownHostException {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();

        assertThat(IpAddresses.format(Inet6Address.getByAddress(null, bytes, 7)))
                .isEqualTo("fe80::1");
    }

    @Test
    void linkLocalAddressesOfAllInterfacesAreOneForLimits() {
        assertThat(List.of("fe80::1%eth0", "fe80::2%2", "fe80::ffff:1", "fe80:1::1", "febf::1"))
                .extracting(IpAddresses::clientPrefix)
                .containsOnly("fe80000000000000/64");
        assertThat(IpAddresses.clientPrefix("fec0::1")).isEqualTo("fec0000000000000/64");
    }

    @Test
    void banOfALinkLocalAddressCoversThisAddressOnly() {
        assertThat(IpAddresses.haveSameBanScope("fe80::1%eth0", "fe80:0::1%2")).isTrue();
        assertThat(IpAddresses.haveSameBanScope("fe80::1", "fe80::2")).isFalse();
    }

    /** Checks the rules and examples of RFC 5952, section 4. */
    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:0:0:A00:0:0:0, 2001:db8:0:0:a00::",
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80:0:0:0:10:0:0:20, fe80::10:0:0:20",
        "100:0:0:0:0:0:0:10, 100::10",
    })
    void shortNotationIsThatOfRfc5952(String written, String canonical) {
        assertThat(IpAddresses.parse(written)).hasValue(canonical);
        assertThat(new ClientInfo("terminal", "line", written).address()).isEqualTo(canonical);
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
