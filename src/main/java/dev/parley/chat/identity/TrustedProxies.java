package dev.parley.chat.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxies whose word counts on where somebody comes from. Immutable. */
public final class TrustedProxies {

    /** Nobody's word counts. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** An address as it stands in {@code X-Forwarded-For}, where some proxies write a port behind it. */
    private static final Pattern HOP = Pattern.compile("\\[([^\\]]+)](?::[0-9]+)?|([^:]+):[0-9]+|(.+)");

    private final List<CidrBlock> cidrBlocks;

    /** Those who come from one of these. */
    public TrustedProxies(List<CidrBlock> cidrBlocks) {
        this.cidrBlocks = List.copyOf(cidrBlocks);
    }

    /** Whether what comes from this address is a proxy's word. */
    public boolean isTrusted(String address) {
        return cidrBlocks.stream().anyMatch(cidrBlock -> cidrBlock.contains(address));
    }

    /**
     * Where a request comes from: the nearest address that is not a trusted proxy's. Nothing that stands further off is
     * looked at, as whoever it was may have written anything.
     *
     * @param remote the address it arrived from
     * @param forwarded what {@code X-Forwarded-For} says, with commas between its parts; each proxy adds at the right
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
