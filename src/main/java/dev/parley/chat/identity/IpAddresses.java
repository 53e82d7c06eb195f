package dev.parley.chat.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Remote addresses, written as {@link ClientInfo#address()} has them. Nothing is ever looked up. */
public final class IpAddresses {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    private static final int HOUSEHOLD_BYTES = 8;

    private IpAddresses() {}

    /** The address written here in whatever way, in the way it is always written; empty if it is none. */
    public static Optional<String> parse(String typed) {
        return toInetAddress(typed).map(InetAddress::getHostAddress);
    }

    /** Whether it is this machine's own, from which everybody comes who is behind a proxy on it. */
    public static boolean isLoopback(String address) {
        return toInetAddress(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /**
     * All that one subscriber has: the address itself, or of IPv6 the network of 64 bits that it lies in (RFC 6177), as
     * whoever has one address there has all of them. Addresses of the link and of this machine stand for themselves.
     */
    public static String clientPrefix(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return toInetAddress(address)
                .filter(parsed ->
                        parsed instanceof Inet6Address && !parsed.isLinkLocalAddress() && !parsed.isLoopbackAddress())
                .map(parsed -> HexFormat.of().formatHex(parsed.getAddress(), 0, HOUSEHOLD_BYTES) + "/64")
                .orElse(address);
    }

    /** Whether both are of one {@link #clientPrefix}. */
    public static boolean haveSamePrefix(String one, String other) {
        return one.equals(other) || clientPrefix(one).equals(clientPrefix(other));
    }

    static Optional<InetAddress> toInetAddress(String written) {
        boolean four = V4.matcher(written).matches();
        if (!four && !V6.matcher(written).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(four ? written : "[" + written + "]"));
        } catch (UnknownHostException ignored) {
            return Optional.empty();
        }
    }
}
