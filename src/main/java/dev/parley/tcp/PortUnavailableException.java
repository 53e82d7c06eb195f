package dev.parley.tcp;

import java.net.BindException;

/** The terminal port cannot be opened. The message is a sentence for whoever starts the server. */
public final class PortUnavailableException extends RuntimeException {

    /** The cause is in the sentence, which is all that helps. */
    PortUnavailableException(int port, String setting, String address, Throwable cause) {
        super(sentence(port, setting, address, cause));
    }

    private static String sentence(int port, String setting, String address, Throwable cause) {
        String where = address.isEmpty() ? "" : " on " + address;
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "The terminal port " + port + where + " is taken by another program. "
                    + "Stop that program, or choose another port with " + setting + ".";
        }
        return "The terminal port " + port + where + " cannot be opened (" + cause.getMessage() + "). "
                + "Choose another with " + setting + ", or another address with parley.tcp.address.";
    }
}
