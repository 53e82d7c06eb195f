package dev.parley.tcp;

import java.net.BindException;

/** Thrown if the TCP port cannot be opened. The message is a sentence for the operator. */
public final class PortUnavailableException extends RuntimeException {

    PortUnavailableException(int port, String setting, String address, Throwable cause) {
        super(sentence(port, setting, address, cause));
    }

    private static String sentence(int port, String setting, String address, Throwable cause) {
        String where = address.isEmpty() ? "" : " on " + address;
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "TCP port " + port + where + " is in use by another program. "
                    + "Stop that program, or set another port with " + setting + ".";
        }
        return "TCP port " + port + where + " cannot be opened (" + cause.getMessage() + "). "
                + "Set another port with " + setting + ", or another address with parley.tcp.address.";
    }
}
