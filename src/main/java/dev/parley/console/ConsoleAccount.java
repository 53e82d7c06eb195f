package dev.parley.console;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** The account of the operating system behind a client of the control socket. */
final class ConsoleAccount {

    private ConsoleAccount() {}

    /** Returns the name of the account; empty if the operating system does not report it. */
    static Optional<String> of(SocketChannel client) {
        try {
            return client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                    ? Optional.of(client.getOption(ExtendedSocketOptions.SO_PEERCRED)
                            .user()
                            .getName())
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException ignored) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether the account may use the console: that of this process, and the administrator. The mode of the socket
     * allows the same accounts, but is set after the socket accepts connections.
     */
    static boolean mayConnect(SocketChannel client) {
        String own = System.getProperty("user.name", "");
        return of(client)
                .map(account -> account.equals(own) || account.equals("root"))
                .orElse(true);
    }
}
