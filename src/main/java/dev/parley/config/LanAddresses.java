package dev.parley.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the addresses by which other machines of the local network reach this one. */
final class LanAddresses {

    private static final int MAX = 3;

    private LanAddresses() {}

    /**
     * Returns at most 3 IPv4 addresses of network interfaces that are up; empty if there are none or they cannot be read.
     * Leaves out loopback, link-local addresses and the bridges of container engines.
     */
    static List<String> find() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LanAddresses::leadsToOtherMachines)
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(network -> network.getInterfaceAddresses().stream().map(InterfaceAddress::getAddress))
                    .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .limit(MAX)
                    .toList();
        } catch (SocketException ignored) {
            // The banner prints localhost in any case.
            return List.of();
        }
    }

    private static boolean leadsToOtherMachines(NetworkInterface network) {
        try {
            return network.isUp()
                    && !network.isLoopback()
                    && Stream.of("docker", "br-", "veth", "virbr", "podman", "cni")
                            .noneMatch(network.getName()::startsWith);
        } catch (SocketException ignored) {
            return false;
        }
    }
}
