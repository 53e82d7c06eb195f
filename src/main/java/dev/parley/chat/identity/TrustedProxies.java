package dev.parley.chat.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxies whose {@code X-Forwarded-For} header is trusted. Immutable. */
public final class TrustedProxies {

    /** No proxy is trusted. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** An address in {@code X-Forwarded-For}, to which some proxies append a port. */
    private static final Pattern HOP = Pattern.compile("\\[([^\\]]+)](?::[0-9]+)?|([^:]+):[0-9]+|(.+)");

    private final List<CidrBlock> cidrBlocks;

    /** Trusts the proxies in these blocks. */
    public TrustedProxies(List<CidrBlock> cidrBlocks) {
        this.cidrBlocks = List.copyOf(cidrBlocks);
    }

    /** Returns whether requests from an address come from a trusted proxy. */
    public boolean isTrusted(String address) {
        return cidrBlocks.stream().anyMatch(cidrBlock -> cidrBlock.contains(address));
    }

    /**
     * Returns the address of the client: the nearest address that is not a trusted proxy. Addresses before it are
     * ignored, because the client may have written them.
     *
     * @param remote the address of the connection
     * @param forwarded the header {@code X-Forwarded-For}, separated by commas; each proxy appends at the right
     */
    public String clientAddress(String remote, String forwarded) {
        String nearest = remote;
        String[] hops = forwarded.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(nearest); i--) {
            Optional<String> next = address(hops[i].strip());
            if (next.isEmpty()) {
                return nearest;
            }
            nearest = next.get();
        }
        return nearest;
    }

    private static Optional<String> address(String hop) {
        Optional<String> whole = IpAddresses.parse(hop);
        Matcher parts = HOP.matcher(hop);
        if (whole.isPresent() || !parts.matches()) {
            return whole;
        }
        String bracketed = parts.group(1);
        String beforePort = parts.group(2);
        return bracketed != null
                ? IpAddresses.parse(bracketed)
                : beforePort != null ? IpAddresses.parse(beforePort) : whole;
    }
}
