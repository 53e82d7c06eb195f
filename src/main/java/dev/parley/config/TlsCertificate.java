package dev.parley.config;

import java.security.KeyStore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;

/**
 * The certificate of the server: the Spring SSL bundle {@code server.ssl.bundle}, for the page and the TCP port alike.
 * After a reload of the bundle new connections get the new certificate. Thread-safe.
 */
final class TlsCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(TlsCertificate.class);

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final @Nullable Ssl settings;
    private final Supplier<SslBundles> bundles;

    /**
     * Creates the certificate.
     *
     * @param settings the settings {@code server.ssl}; null if there are none
     */
    TlsCertificate(@Nullable Ssl settings, Supplier<SslBundles> bundles) {
        this.settings = settings;
        this.bundles = bundles;
    }

    /**
     * Reads the certificate, if there is one, so that its problems are reported before a port is open.
     *
     * @throws InvalidSettingException if the bundle does not exist or cannot be used
     */
    void check() {
        String name = name();
        if (name != null) {
            use(name, read(name));
        }
    }

    /**
     * Returns the factory for the server's side of TLS connections.
     *
     * @throws InvalidSettingException if there is no certificate, or it cannot be used
     */
    Supplier<SSLEngine> engines() {
        String name = name();
        if (name == null) {
            throw new InvalidSettingException("The setting parley.tcp.tls-port needs a certificate. Name a bundle with"
                    + " server.ssl.bundle, and set its files under spring.ssl.bundle; docs/deployment.md shows how.");
        }
        Current current = new Current(use(name, read(name)));
        bundles.get().addBundleUpdateHandler(name, changed -> {
            try {
                current.use = use(name, changed);
                LOG.info("The certificate has changed. New connections get the new one.");
            } catch (InvalidSettingException e) {
                LOG.warn("The certificate has changed and cannot be used, so the old one stays: {}", e.getMessage());
            }
        });
        return current;
    }

    private @Nullable String name() {
        String name = settings == null ? null : settings.getBundle();
        return name == null || name.isBlank() ? null : name;
    }

    private SslBundle read(String name) {
        try {
            return bundles.get().getBundle(name);
        } catch (NoSuchSslBundleException ignored) {
            throw new InvalidSettingException(
                    "server.ssl.bundle",
                    name,
                    "there is no bundle of that name: set its files under spring.ssl.bundle.pem." + name
                            + " or spring.ssl.bundle.jks." + name);
        } catch (RuntimeException e) {
            throw unusable(name, e);
        }
    }

    private Use use(String name, SslBundle bundle) {
        try {
            KeyStore keys = bundle.getStores().getKeyStore();
            if (keys == null || !keys.aliases().hasMoreElements()) {
                throw new InvalidSettingException(
                        "server.ssl.bundle", name, "there is neither certificate nor key in that bundle");
            }
            return new Use(bundle.createSslContext(), bundle, settings);
        } catch (InvalidSettingException e) {
            throw e;
        } catch (Exception e) {
            throw unusable(name, e);
        }
    }

    private static InvalidSettingException unusable(String name, Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return new InvalidSettingException(
                "server.ssl.bundle",
                name,
                "that certificate or its key cannot be read (" + failure.getMessage()
                        + (first == failure ? "" : ": " + first.getMessage()) + ")");
    }

    /** The certificate as last read. */
    private static final class Current implements Supplier<SSLEngine> {
        private volatile Use use;

        private Current(Use first) {
            use = first;
        }

        @Override
        public SSLEngine get() {
            return use.engine();
        }
    }

    /** A certificate that was read. */
    private record Use(
            SSLContext context, SslBundle bundle, @Nullable Ssl settings) {

        private SSLEngine engine() {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            String[] protocols = bundle.getOptions().getEnabledProtocols();
            engine.setEnabledProtocols(protocols == null ? PROTOCOLS : protocols);
            String[] ciphers = bundle.getOptions().getCiphers();
            if (ciphers != null) {
                engine.setEnabledCipherSuites(ciphers);
            }
            Ssl.ClientAuth clientAuth = settings == null ? null : settings.getClientAuth();
            if (clientAuth == Ssl.ClientAuth.NEED) {
                engine.setNeedClientAuth(true);
            } else if (clientAuth == Ssl.ClientAuth.WANT) {
                engine.setWantClientAuth(true);
            }
            return engine;
        }
    }
}
