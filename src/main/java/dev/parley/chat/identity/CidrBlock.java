package dev.parley.chat.identity;

import java.net.InetAddress;
import java.util.Optional;

/**
 * An address, or all addresses with the same prefix: {@code 192.0.2.7}, {@code 10.0.0.0/8}, {@code 2001:db8::/32} (RFC
 * 4632, section 3.1, and RFC 4291, section 2.3). Immutable.
 */
public final class CidrBlock {

    private static final int BITS = 8;
    private static final int IPV4_BITS = 32;
    private static final int MAPPED_PREFIX_BITS = 96;

    private final byte[] start;
    private final int bits;

    private CidrBlock(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /** Parses a block; empty if the text is none. */
    public static Optional<CidrBlock> parse(String written) {
        int slash = written.indexOf('/');
        Optional<byte[]> start = IpAddresses.toInetAddress(slash < 0 ? written : written.substring(0, slash))
                .map(InetAddress::getAddress);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        int most = start.get().length * BITS;
        if (slash < 0) {
            return Optional.of(new CidrBlock(start.get(), most));
        }
        String length = written.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        // An IPv4-mapped address is an IPv4 address; its length counts the prefix of RFC 4291, section 2.5.5.2.
        boolean isMapped = most == IPV4_BITS && written.indexOf(':') >= 0;
        int bits = Integer.parseInt(length) - (isMapped ? MAPPED_PREFIX_BITS : 0);
        return bits < 0 || bits > most ? Optional.empty() : Optional.of(new CidrBlock(start.get(), bits));
    }

    /** Returns whether an address belongs to this block. */
    public boolean contains(String address) {
        return IpAddresses.toInetAddress(address)
                .map(InetAddress::getAddress)
                .filter(this::contains)
                .isPresent();
    }

    private boolean contains(byte[] address) {
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
