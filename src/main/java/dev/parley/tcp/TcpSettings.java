package dev.parley.tcp;

import java.time.Duration;
import java.util.List;

/**
 * How the terminal port is set up.
 *
 * @param ports where to listen, 1 to 65535 each, or 0 for any that is free; none to have no terminal port
 * @param address the local address to listen on; empty for all
 * @param greeting how long to wait for a connection to speak before greeting it
 * @param naming within what time a connection has to have a name
 * @param prompt the same for a person who has been asked for it
 * @param stall how long a connection may take nothing of what it is offered
 * @param parting how long a connection has to take a goodbye and close
 */
public record TcpSettings(
        List<Integer> ports,
        String address,
        Duration greeting,
        Duration naming,
        Duration prompt,
        Duration stall,
        Duration parting) {

    private static final int HIGHEST = 65_535;

    /** Checks and copies. */
    public TcpSettings {
        ports = List.copyOf(ports);
        for (int port : ports) {
            if (port < 0 || port > HIGHEST) {
                throw new IllegalArgumentException(
                        "parley.tcp.ports has " + port + " in it; a port is 1 to 65535, or 0 for any.");
            }
        }
        for (Duration time : List.of(greeting, naming, prompt, stall, parting)) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(
                        "A time of the terminal port is " + time + "; it has to be above 0.");
            }
        }
    }

    /** The same, but with these times before somebody is known. */
    public TcpSettings waiting(Duration greeted, Duration named, Duration prompted) {
        return new TcpSettings(ports, address, greeted, named, prompted, stall, parting);
    }

    /** The defaults, on these ports of this address. */
    public static TcpSettings on(List<Integer> ports, String address) {
        return new TcpSettings(
                ports,
                address,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));
    }
}
