package dev.parley.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Creates a self-signed server certificate with its key, with the keytool of the JDK. */
public final class TestCertificate {

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "parley";

    private final Path keystore;
    private final KeyStore keys;

    private TestCertificate(Path keystore, KeyStore keys) {
        this.keystore = keystore;
        this.keys = keys;
    }

    /**
     * Creates a certificate for these hosts, such as {@code dns:localhost} and {@code ip:127.0.0.1}, with its files in
     * this folder.
     */
    public static TestCertificate create(Path folder, String hosts, String... more) {
        try {
            Path keystore = Files.createTempFile(folder, "identity", ".p12");
            Files.delete(keystore);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=parley",
                    "-ext",
                    "SAN=" + hosts,
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    keystore.toString()));
            command.addAll(Arrays.asList(more));
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool: " + output);
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keystore)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            return new TestCertificate(keystore, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates a certificate for all names of this machine. */
    public static TestCertificate forLocalhost(Path folder) {
        return create(folder, "dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1");
    }

    /** Returns the options with which a server uses this certificate for its page, in a bundle of this name. */
    public List<String> serverOptions(String bundle) {
        String store = "--spring.ssl.bundle.jks." + bundle + ".keystore.";
        return List.of(
                "--server.ssl.bundle=" + bundle,
                store + "location=file:" + keystore,
                store + "password=" + PASSWORD,
                store + "type=PKCS12");
    }

    /** Writes the certificate as PEM. */
    public Path writeCertificate(Path file) {
        try {
            return writePem(file, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the key as PEM. */
    public Path writeKey(Path file) {
        try {
            return writePem(
                    file,
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path writePem(Path file, String kind, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        try {
            return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a context for a server with this certificate, or for a client that trusts only it. */
    public SSLContext sslContext() {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
            TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            others.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
