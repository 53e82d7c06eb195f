package dev.parley.chat.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and compares remote addresses as {@link ClientInfo#address()} has them. Never resolves a host name. */
public final class IpAddresses {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    /** At least 2 groups of zeros. */
    private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");

    private static final int PREFIX_BYTES = 8;

    /** The network fe80::/64, for all addresses of fe80::/10 (RFC 4291, section 2.5.6). */
    private static final String LINK_LOCAL = "fe80000000000000/64";

    /** An address with a scope, whose name a user may have chosen. */
    private static final int LONGEST = 100;

    private IpAddresses() {}

    /** Parses an address in any notation into its canonical notation; empty if the text is none. */
    public static Optional<String> parse(String typed) {
        return toInetAddress(typed).map(IpAddresses::format);
    }

    /**
     * Returns the canonical notation of an address: for IPv6 the short one of RFC 5952, section 4. The scope is left out: a
     * socket knows it as a number, an operator as the name of an interface.
     */
    public static String format(InetAddress address) {
        String groups = withoutScope(address.getHostAddress());
        if (!(address instanceof Inet6Address)) {
            return groups;
        }
        Matcher zeros = ZEROS.matcher(groups);
        int start = 0;
        int end = 0;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > end - start) {
                start = zeros.start();
                end = zeros.end();
            }
        }
        return end == 0
                ? groups
                : groups.substring(0, start).replaceAll(":$", "")
                        + "::"
                        + groups.substring(end).replaceAll("^:", "");
    }

    /** Returns whether the address is loopback, as for all clients behind a proxy on this machine. */
    public static boolean isLoopback(String address) {
        return toInetAddress(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /**
     * Returns the addresses that count as one in limits: the address itself, or for IPv6 its network of 64 bits (RFC 6177),
     * because a client can use all of them. All link-local addresses are one network. IPv6 loopback stands for itself.
     */
    public static String clientPrefix(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return toInetAddress(address)
                .map(parsed -> parsed.isLinkLocalAddress() && parsed instanceof Inet6Address
                        ? LINK_LOCAL
                        : parsed instanceof Inet6Address && !parsed.isLoopbackAddress()
                                ? HexFormat.of().formatHex(parsed.getAddress(), 0, PREFIX_BYTES) + "/64"
                                : format(parsed))
                .orElse(address);
    }

    /**
     * Returns whether a ban of one address covers the other: both have the same {@link #clientPrefix}. A link-local address
     * stands for itself, because its network is that of all users at the place of the server.
     */
    public static boolean haveSameBanScope(String one, String other) {
        String prefix = clientPrefix(one);
        return LINK_LOCAL.equals(prefix)
                ? parse(one).equals(parse(other))
                : one.equals(other) || prefix.equals(clientPrefix(other));
    }

    static Optional<InetAddress> toInetAddress(String written) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        boolean four = V4.matcher(written).matches();
        if (!four && !V6.matcher(written).matches()) {
            return Optional.empty();
        }
        try {
            // An interface that this machine does not have would make the address invalid.
            return Optional.of(InetAddress.getByName(four ? written : "[" + withoutScope(written) + "]"));
        } catch (UnknownHostException ignored) {
            return Optional.empty();
        }
    }

    private static String withoutScope(String written) {
        int scope = written.indexOf('%');
        return scope < 0 ? written : written.substring(0, scope);
    }
}
