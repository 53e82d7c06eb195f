package dev.parley.people;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Remote addresses, written as {@link Origin#address()} has them. Nothing is ever looked up. */
public final class Address {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    private Address() {}

    /** The address written here in whatever way, in the way it is always written; empty if it is none. */
    public static Optional<String> read(String typed) {
        return parse(typed).map(InetAddress::getHostAddress);
    }

    /** Whether it is this machine's own, from which everybody comes who is behind a proxy on it. */
    public static boolean isLoopback(String address) {
        return parse(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static Optional<InetAddress> parse(String written) {
        boolean four = V4.matcher(written).matches();
        if (!four && !V6.matcher(written).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(four ? written : "[" + written + "]"));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }
}
