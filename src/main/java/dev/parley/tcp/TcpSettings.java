package dev.parley.tcp;

import java.time.Duration;
import java.util.List;

/**
 * Settings of the TCP port, which the configuration has checked.
 *
 * @param ports the ports to listen on, 1 to 65535 each, or 0 for any free port; empty to disable the TCP port
 * @param nickPorts further ports, on which a client that stays silent receives {@code NICK} instead of a prompt
 * @param address the local address to listen on; empty for all
 * @param login the times before the login
 * @param stallTimeout time a client may accept no output before it is disconnected
 * @param closeTimeout time for a client to read the last bytes and close
 * @param proxyProtocol the proxies that report the address of the client
 */
public record TcpSettings(
        List<Integer> ports,
        List<Integer> nickPorts,
        String address,
        LoginTimes login,
        Duration stallTimeout,
        Duration closeTimeout,
        ProxyProtocolSettings proxyProtocol) {

    /**
     * The times before the login.
     *
     * @param greetingDelay silence of a new connection before the server sends a prompt
     * @param timeout time limit for the login
     * @param promptTimeout time limit for the login after a prompt
     */
    public record LoginTimes(Duration greetingDelay, Duration timeout, Duration promptTimeout) {

        private LoginTimes afterSilence(Duration time) {
            return new LoginTimes(greetingDelay.minus(time), timeout, promptTimeout);
        }
    }

    /** Copies the lists. */
    public TcpSettings {
        ports = List.copyOf(ports);
        nickPorts = List.copyOf(nickPorts);
    }

    /** Creates settings without ports that send {@code NICK} and without trusted proxies. */
    public TcpSettings(
            List<Integer> ports,
            String address,
            Duration greetingDelay,
            Duration loginTimeout,
            Duration promptTimeout,
            Duration stallTimeout,
            Duration closeTimeout) {
        this(
                ports,
                List.of(),
                address,
                new LoginTimes(greetingDelay, loginTimeout, promptTimeout),
                stallTimeout,
                closeTimeout,
                ProxyProtocolSettings.NONE);
    }

    /** Returns the silence of a new connection before the server sends a prompt. */
    Duration greetingDelay() {
        return login.greetingDelay();
    }

    /** Returns these settings for a client that has already been silent for a time. */
    TcpSettings afterSilence(Duration time) {
        return time.isZero() ? this : withLogin(login.afterSilence(time));
    }

    /** Returns a copy with these times before the login. */
    public TcpSettings withLogin(LoginTimes login) {
        return new TcpSettings(ports, nickPorts, address, login, stallTimeout, closeTimeout, proxyProtocol);
    }

    /** Returns a copy with these ports that send {@code NICK}. */
    public TcpSettings withNickPorts(List<Integer> nickPorts) {
        return new TcpSettings(ports, nickPorts, address, login, stallTimeout, closeTimeout, proxyProtocol);
    }

    /** Returns a copy with these settings of the PROXY protocol. */
    public TcpSettings withProxyProtocol(ProxyProtocolSettings proxyProtocol) {
        return new TcpSettings(ports, nickPorts, address, login, stallTimeout, closeTimeout, proxyProtocol);
    }

    /** Returns the default settings for these ports of this address. */
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
