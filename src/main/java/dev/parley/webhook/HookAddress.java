package dev.parley.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of a hook, as parsed: an absolute URL with the scheme http or https, without user and fragment.
 *
 * @param host the name or IP address, without the brackets of an IPv6 address
 * @param authority the value of the header Host
 * @param target the path with the query (RFC 9112, section 3.2.1)
 */
record HookAddress(boolean isTls, String host, int port, String authority, String target) {

    /** A host that some programs take for an IPv4 address, as the WHATWG URL Standard does. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?[0-9][^.]*\\.?");

    private static final String NUMBER = "(?:0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4 = Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){3}");

    private static final int MAX_LENGTH = 1_000;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;

    /** Thrown when an address cannot be used; the message is a sentence. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Parses an address. Numbers and other forms of an IPv4 address than 4 decimal numbers are no host (RFC 3986, section
     * 3.2.2).
     */
    static HookAddress parse(String url) throws UnusableException {
        if (url.length() > MAX_LENGTH) {
            throw new UnusableException("The address of a hook has at most 1,000 characters.");
        }
        URI uri;
        try {
            uri = new URI(new URI(url).toASCIIString());
        } catch (URISyntaxException e) {
            throw notAnAddress();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null || uri.getPort() > MAX_PORT) {
            throw notAnAddress();
        }
        if (!uri.getHost().startsWith("[")
                && ENDS_IN_A_NUMBER.matcher(uri.getHost()).matches()
                && !IPV4.matcher(uri.getHost()).matches()) {
            throw new UnusableException("An IPv4 address has 4 decimal numbers, such as http://192.0.2.7/hook");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new UnusableException("The address of a hook has no user, no password and no part after #.");
        }
        boolean isTls = scheme.equals("https");
        int usual = isTls ? HTTPS_PORT : HTTP_PORT;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        String host = uri.getHost();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new HookAddress(
                isTls,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                port == usual ? host : host + ":" + port,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static UnusableException notAnAddress() {
        return new UnusableException(
                "The address of a hook begins with https:// or http:// and a host: https://example.org/hook");
    }
}
