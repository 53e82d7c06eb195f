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

    private static final int HOUSEHOLD_BYTES = 8;

    /** An address with a scope, whose name a user may have chosen. */
    private static final int LONGEST = 100;

    private IpAddresses() {}

    /** Parses an address in any notation into its canonical notation; empty if the text is none. */
    public static Optional<String> parse(String typed) {
        return toInetAddress(typed).map(IpAddresses::format);
    }

    /** Returns the canonical notation of an address: for IPv6 the short one of RFC 5952, section 4. */
    public static String format(InetAddress address) {
        String written = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return written;
        }
        int scope = written.indexOf('%');
        String groups = scope < 0 ? written : written.substring(0, scope);
        Matcher zeros = ZEROS.matcher(groups);
        int start = 0;
        int end = 0;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > end - start) {
                start = zeros.start();
                end = zeros.end();
            }
        }
        if (end > 0) {
            groups = groups.substring(0, start).replaceAll(":$", "")
                    + "::"
                    + groups.substring(end).replaceAll("^:", "");
        }
        return groups + (scope < 0 ? "" : written.substring(scope));
    }

    /** Returns whether the address is loopback, as for all clients behind a proxy on this machine. */
    public static boolean isLoopback(String address) {
        return toInetAddress(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /**
     * Returns the addresses of one subscriber: the address itself, or for IPv6 its network of 64 bits (RFC 6177),
     * because a subscriber has all of them. Link-local and loopback addresses stand for themselves.
     */
    public static String clientPrefix(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return toInetAddress(address)
                .filter(parsed ->
                        parsed instanceof Inet6Address && !parsed.isLinkLocalAddress() && !parsed.isLoopbackAddress())
                .map(parsed -> HexFormat.of().formatHex(parsed.getAddress(), 0, HOUSEHOLD_BYTES) + "/64")
                .orElseGet(() -> parse(address).orElse(address));
    }

    /** Returns whether two addresses have the same {@link #clientPrefix}. */
    public static boolean haveSamePrefix(String one, String other) {
        return one.equals(other) || clientPrefix(one).equals(clientPrefix(other));
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
            return Optional.of(InetAddress.getByName(four ? written : "[" + written + "]"));
        } catch (UnknownHostException ignored) {
            return Optional.empty();
        }
    }
}
