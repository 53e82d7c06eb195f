package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ConnectionLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks address ranges and the client addresses that trusted proxies report. */
class CidrBlockTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "10.0.0.0/8, nonsense, false",
    })
    void networkContainsAddressesWithItsPrefix(String network, String address, boolean contained) {
        assertThat(CidrBlock.parse(network).orElseThrow().contains(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "chat.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10/8", "10.0.0.0/8/8"})
    void invalidNetworkIsNotParsed(String written) {
        assertThat(CidrBlock.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9|198.51.100.1|203.0.113.9",
                "10.0.0.1|198.51.100.1|198.51.100.1",
                "10.0.0.1|1.2.3.4, 198.51.100.1|198.51.100.1",
                "10.0.0.1|1.2.3.4, 198.51.100.1, 10.0.0.2|198.51.100.1",
                "10.0.0.1|10.0.0.3, 10.0.0.2|10.0.0.3",
                "10.0.0.1||10.0.0.1",
                "10.0.0.1|unknown|10.0.0.1",
                "10.0.0.1|198.51.100.1, _hidden, 10.0.0.2|10.0.0.2",
                "10.0.0.1|198.51.100.1:4711|198.51.100.1",
                "10.0.0.1|[2001:db8::7]:4711|2001:db8::7",
                "10.0.0.1|2001:db8::7|2001:db8::7",
                "10.0.0.1|198.51.100.1,|10.0.0.1",
            })
    void clientAddressIsTheNearestOneThatIsNotATrustedProxy(String remote, String forwarded, String origin) {
        TrustedProxies trustedProxies =
                new TrustedProxies(CidrBlock.parse("10.0.0.0/8").stream().toList());

        assertThat(trustedProxies.clientAddress(remote, forwarded == null ? "" : forwarded))
                .isEqualTo(origin);
    }

    @Test
    void banOfAnIpv6AddressCoversItsNetwork() {
        assertThat(IpAddresses.haveSameBanScope("2001:db8:1:2::7", "2001:db8:1:2:ffff::8"))
                .isTrue();
        assertThat(IpAddresses.haveSameBanScope("2001:db8:1:2::7", "2001:db8:1:3::7"))
                .isFalse();
        assertThat(IpAddresses.haveSameBanScope("192.0.2.7", "192.0.2.8")).isFalse();
        assertThat(IpAddresses.haveSameBanScope("fe80::1", "fe80::2")).isFalse();
        assertThat(IpAddresses.haveSameBanScope("::1", "::2")).isFalse();
    }

    @Test
    void addressLimitAppliesToTheIpv6Network() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(0, 1);

        assertThat(connectionLimiter.tryAcquire("2001:db8:1:2::7", false))
                .isEqualTo(ConnectionLimiter.Decision.ENTERED);
        assertThat(connectionLimiter.tryAcquire("2001:db8:1:2::8", false))
                .isEqualTo(ConnectionLimiter.Decision.FULL_FOR_ADDRESS);
        assertThat(connectionLimiter.tryAcquire("2001:db8:1:3::8", false))
                .isEqualTo(ConnectionLimiter.Decision.ENTERED);
        connectionLimiter.release("2001:db8:1:2::7");
        assertThat(connectionLimiter.tryAcquire("2001:db8:1:2::8", false))
                .isEqualTo(ConnectionLimiter.Decision.ENTERED);
    }

    @Test
    void addressLimitAppliesToAllLinkLocalAddresses() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(0, 1);

        assertThat(connectionLimiter.tryAcquire("fe80::1%2", false)).isEqualTo(ConnectionLimiter.Decision.ENTERED);
        assertThat(connectionLimiter.tryAcquire("fe80::2%2", false))
                .isEqualTo(ConnectionLimiter.Decision.FULL_FOR_ADDRESS);
    }

    @Test
    void blocksMayHaveAScopeOrMappedAddresses() {
        assertThat(CidrBlock.parse("fe80::%eth7/64"))
                .hasValueSatisfying(
                        block -> assertThat(block.contains("fe80::1%2")).isTrue());
        assertThat(CidrBlock.parse("::ffff:10.0.0.0/104")).hasValueSatisfying(block -> {
            assertThat(block.contains("10.1.2.3")).isTrue();
            assertThat(block.contains("11.1.2.3")).isFalse();
        });
        assertThat(CidrBlock.parse("::ffff:10.0.0.0/95")).isEmpty();
    }

    @Test
    void socketLimitIsHigherThanTheConnectionLimit() {
        ConnectionLimiter sockets = new ConnectionLimiter(0, 2).forSockets();
        for (int i = 0; i < 66; i++) {
            assertThat(sockets.tryAcquire("192.0.2.7", false)).isEqualTo(ConnectionLimiter.Decision.ENTERED);
        }
        assertThat(sockets.tryAcquire("192.0.2.7", false)).isEqualTo(ConnectionLimiter.Decision.FULL_FOR_ADDRESS);
    }
}
