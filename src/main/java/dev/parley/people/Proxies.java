package dev.parley.people;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxies whose word counts on where somebody comes from. Immutable. */
public final class Proxies {

    /** Nobody's word counts. */
    public static final Proxies NONE = new Proxies(List.of());

    /** An address as it stands in {@code X-Forwarded-For}, where some proxies write a port behind it. */
    private static final Pattern HOP = Pattern.compile("\\[([^\\]]+)](?::[0-9]+)?|([^:]+):[0-9]+|(.+)");

    private final List<Network> networks;

    /** Those who come from one of these. */
    public Proxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /** Whether what comes from this address is a proxy's word. */
    public boolean trusts(String address) {
        return networks.stream().anyMatch(network -> network.has(address));
    }

    /**
     * Where a request comes from: the nearest address that is not a trusted proxy's. Nothing that stands further off is
     * looked at, as whoever it was may have written anything.
     *
     * @param remote the address it arrived from
     * @param forwarded what {@code X-Forwarded-For} says, with commas between its parts; each proxy adds at the right
     */
    public String origin(String remote, String forwarded) {
        String nearest = remote;
        String[] hops = forwarded.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusts(nearest); i--) {
            Optional<String> next = address(hops[i].strip());
            if (next.isEmpty()) {
                return nearest;
            }
            nearest = next.get();
        }
        return nearest;
    }

    private static Optional<String> address(String hop) {
        Optional<String> whole = Address.read(hop);
        Matcher parts = HOP.matcher(hop);
        if (whole.isPresent() || !parts.matches()) {
            return whole;
        }
        String bracketed = parts.group(1);
        String beforePort = parts.group(2);
        return bracketed != null ? Address.read(bracketed) : beforePort != null ? Address.read(beforePort) : whole;
    }
}
