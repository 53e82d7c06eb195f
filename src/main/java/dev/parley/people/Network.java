package dev.parley.people;

import java.net.InetAddress;
import java.util.Optional;

/**
 * One address, or all addresses that begin with the same bits: {@code 192.0.2.7}, {@code 10.0.0.0/8},
 * {@code 2001:db8::/32} (RFC 4632, section 3.1, and RFC 4291, section 2.3). Immutable.
 */
public final class Network {

    private static final int BITS = 8;

    private final byte[] start;
    private final int bits;

    private Network(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /** The network that is written here; empty if it is none. */
    public static Optional<Network> read(String written) {
        int slash = written.indexOf('/');
        Optional<byte[]> start =
                Address.parse(slash < 0 ? written : written.substring(0, slash)).map(InetAddress::getAddress);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        int most = start.get().length * BITS;
        String length = slash < 0 ? Integer.toString(most) : written.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > most) {
            return Optional.empty();
        }
        return Optional.of(new Network(start.get(), Integer.parseInt(length)));
    }

    /** Whether this address is one of them. */
    public boolean has(String address) {
        return Address.parse(address)
                .map(InetAddress::getAddress)
                .filter(this::has)
                .isPresent();
    }

    private boolean has(byte[] address) {
        if (address.length != start.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % BITS;
            if ((address[bit / BITS] & mask) != (start[bit / BITS] & mask)) {
                return false;
            }
        }
        return true;
    }
}
