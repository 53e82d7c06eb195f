package dev.parley.webhook;

import dev.parley.chat.identity.CidrBlock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that any host of the internet can reach, by the registries of special-purpose addresses of IANA (RFC 6890). An
 * IPv6 address that contains an IPv4 address, as IPv4-mapped (RFC 4291, section 2.5.5.2) and NAT64 addresses (RFC 6052) do,
 * counts as that.
 */
final class PublicAddresses {

    private static final List<CidrBlock> SPECIAL = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    private static final List<CidrBlock> GLOBAL_UNICAST = blocks("2000::/3");
    private static final List<CidrBlock> NAT64 = blocks("64:ff9b::/96");
    private static final int IPV4_BYTES = 4;

    private PublicAddresses() {}

    private static List<CidrBlock> blocks(String... written) {
        return Stream.of(written)
                .map(block -> CidrBlock.parse(block).orElseThrow())
                .toList();
    }

    /** Returns whether an address is public. */
    static boolean contain(InetAddress address) {
        String text = text(address);
        if (address instanceof Inet6Address) {
            if (isIn(NAT64, text)) {
                return contain(embedded(address));
            }
            return isIn(GLOBAL_UNICAST, text) && !isIn(SPECIAL, text);
        }
        return !isIn(SPECIAL, text);
    }

    /** Returns the notation without a scope, such as {@code %eth0}. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isIn(List<CidrBlock> blocks, String address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
