package dev.parley.client.session;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The servers that are trusted over TLS; certificate and host name are always verified. Immutable. */
public final class TlsTrust {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final @Nullable Path source;
    private final SSLContext context;

    private TlsTrust(@Nullable Path source, @Nullable KeyStore authorities) {
        this.source = source;
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java does not support TLS.", e);
        }
    }

    /** Trusts the authorities of this Java installation. */
    public static TlsTrust systemDefault() {
        return new TlsTrust(null, null);
    }

    /**
     * Trusts only the certificates in a file, of authorities or servers, in PEM.
     *
     * @throws IllegalArgumentException with a sentence for the user, if there are none in it
     */
    public static TlsTrust ofFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            for (Certificate certificate : found) {
                authorities.setCertificateEntry("authority-" + authorities.size(), certificate);
            }
            if (authorities.size() > 0) {
                return new TlsTrust(file, authorities);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The certificates cannot be read from " + file + ".", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(noCertificate(file), e);
        }
        throw new IllegalArgumentException(noCertificate(file));
    }

    private static String noCertificate(Path file) {
        return "There is no certificate in " + file
                + "; the file must be in PEM and contain “-----BEGIN CERTIFICATE-----”.";
    }

    /**
     * Starts TLS on a connected socket. Waits for the handshake, up to the time-out of the socket.
     *
     * @throws IOException if the server is not trusted or does not use TLS; {@link #problem} explains it
     */
    Socket handshake(Socket connected, ServerAddress address) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connected, address.host(), address.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        try {
            // The JDK does not check this where the certificate itself is trusted.
            if (socket.getSession().getPeerCertificates()[0] instanceof X509Certificate shown) {
                shown.checkValidity();
            }
        } catch (CertificateException e) {
            SSLHandshakeException refused = new SSLHandshakeException("The certificate is out of date.");
            // Its constructor has no cause before Java 19.
            refused.initCause(e);
            throw refused;
        }
        return socket;
    }

    /** Explains a failure to the user. */
    static ClientDisconnect problem(IOException failure, ServerAddress address) {
        if (has(failure, CertPathBuilderException.class)) {
            return new ClientDisconnect.ProtocolError(
                    "The certificate of " + address + " is not signed by a trusted authority. If it is"
                            + " that of your own server, use --ca-file FILE.");
        } else if (has(failure, CertificateExpiredException.class)) {
            return new ClientDisconnect.ProtocolError(
                    "The certificate of " + address + " has expired. Ask the operator of the server.");
        } else if (has(failure, CertificateNotYetValidException.class)) {
            return new ClientDisconnect.ProtocolError(
                    "The certificate of " + address + " is not valid yet. Check the clocks of both computers.");
        } else if (has(failure, CertificateException.class)) {
            return new ClientDisconnect.ProtocolError("The certificate of " + address + " is not for “" + address.host()
                    + "”. Use the host name in the certificate.");
        } else if (failure instanceof SSLException && !has(failure, EOFException.class) && !isHandshake(failure)) {
            return new ClientDisconnect.ProtocolError(
                    "The server at " + address + " does not use TLS on this port. Omit --tls, or use its TLS port.");
        } else if (isHandshake(failure) && !has(failure, EOFException.class)) {
            return new ClientDisconnect.ProtocolError(
                    "The TLS handshake with " + address + " failed: " + failure.getMessage() + ".");
        }
        return new ClientDisconnect.Unreachable(
                "The server at " + address + " closed the connection during the TLS handshake.");
    }

    /** Returns whether both trust the certificates of the same file. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsTrust that && Objects.equals(source, that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(source);
    }

    private static boolean isHandshake(IOException failure) {
        return failure instanceof SSLHandshakeException;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(type::isInstance);
    }
}
