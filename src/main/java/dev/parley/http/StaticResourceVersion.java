package dev.parley.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The version of all static files together, computed once from their names and contents and from the versions of the
 * WebJars. One version for all of them, as a prefix of their paths: the modules of the page import each other by relative
 * path, and such an import stays below the prefix. Immutable.
 */
@Component
final class StaticResourceVersion {

    /** The beginning of the first segment of every versioned path. */
    static final String MARK = "v-";

    private static final int DIGITS = 12;

    private final String segment;

    /** Reads the static files of the class path. */
    StaticResourceVersion() {
        ResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        MessageDigest digest = sha256();
        try {
            digestContents(digest, resolver.getResources("classpath:/static/*/*"));
            digestPaths(digest, resolver.getResources("classpath*:/META-INF/resources/webjars/*/*"));
        } catch (IOException e) {
            throw new UncheckedIOException("The static files of the page cannot be read from the class path.", e);
        }
        segment = MARK + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    /** Returns the first segment of the path of every versioned file, for example {@code v-0123456789ab}. */
    String segment() {
        return segment;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void digestContents(MessageDigest digest, Resource[] files) throws IOException {
        Arrays.sort(files, Comparator.comparing(Resource::getDescription));
        for (Resource file : files) {
            if (file.isReadable()) {
                digest.update(String.valueOf(file.getFilename()).getBytes(StandardCharsets.UTF_8));
                try (InputStream in = new DigestInputStream(file.getInputStream(), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    }

    /** The path of a WebJar contains its version, so its files need not be read. */
    private static void digestPaths(MessageDigest digest, Resource[] folders) throws IOException {
        String root = "/META-INF/resources/webjars/";
        Object[] paths = Arrays.stream(folders)
                .map(StaticResourceVersion::address)
                .map(address -> address.substring(address.lastIndexOf(root) + root.length()))
                .sorted()
                .toArray();
        digest.update(Arrays.toString(paths).getBytes(StandardCharsets.UTF_8));
    }

    private static String address(Resource folder) {
        try {
            return folder.getURL().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
