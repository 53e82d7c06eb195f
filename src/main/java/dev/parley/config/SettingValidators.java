package dev.parley.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.CidrBlock;
import dev.parley.text.DurationText;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/** Validates the values of settings. */
final class SettingValidators {

    static final int HIGHEST_PORT = 65_535;

    private static final int LONGEST_LABEL = 64;

    /** A serialised origin: RFC 6454, section 6.2. */
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#@\\s*]+");

    private SettingValidators() {}

    static void number(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidSettingException(
                    name,
                    value,
                    most == Integer.MAX_VALUE
                            ? "it has to be at least " + least
                            : String.format(Locale.ROOT, "it has to be from %,d to %,d", least, most));
        }
    }

    static void port(String name, int value) {
        if (value < 0 || value > HIGHEST_PORT) {
            throw new InvalidSettingException(
                    name, value, "a port is a number from 1 to 65535, or 0 for any that is free");
        }
    }

    static void time(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidSettingException(
                    name,
                    DurationText.of(value),
                    "it has to be from " + DurationText.of(least) + " to " + DurationText.of(most));
        }
    }

    static void size(String name, DataSize value, DataSize least, DataSize most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidSettingException(
                    name, value, "it has to be from " + least.toMegabytes() + "MB to " + most.toMegabytes() + "MB");
        }
    }

    static void origin(String name, String value) {
        if (!ORIGIN.matcher(value).matches()) {
            throw new InvalidSettingException(
                    name, value, "an origin is written like https://chat.example, without a path or a *");
        }
    }

    /** Checks the address of a page: a URL of http or https with a host, without credentials, query and fragment. */
    static void pageUrl(String name, URI value) {
        boolean isPage = ("http".equals(value.getScheme()) || "https".equals(value.getScheme()))
                && value.getHost() != null
                && value.getRawUserInfo() == null
                && value.getRawQuery() == null
                && value.getRawFragment() == null;
        if (!isPage) {
            throw new InvalidSettingException(
                    name, value, "it has to be an address of a page, such as https://chat.example/");
        }
    }

    static void network(String name, String value) {
        if (CidrBlock.parse(value).isEmpty()) {
            throw new InvalidSettingException(
                    name, value, "it has to be addresses, or networks such as 10.0.0.0/8, with commas between them");
        }
    }

    /** Returns the first line of a file, without a byte order mark; it must not be empty. */
    static String firstLine(String name, Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
            String line = reader.readLine();
            String text = line == null || !line.startsWith("\uFEFF") ? line : line.substring(1);
            if (text == null || text.isEmpty()) {
                throw new InvalidSettingException(name, file, "the first line of this file is empty");
            }
            return text;
        } catch (CharacterCodingException ignored) {
            throw new InvalidSettingException(name, file, "this file is not in UTF-8");
        } catch (IOException e) {
            throw new InvalidSettingException(name, file, "this file cannot be read (" + e + ")");
        }
    }

    /** Checks that other accounts of this machine cannot change a file with a secret, where the file system has modes. */
    static void checkNotWritableByOthers(String name, Path file) {
        try {
            if (Files.exists(file)
                    && Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new InvalidSettingException(name, file, "all accounts of this machine can change this file");
            }
        } catch (IOException e) {
            throw new InvalidSettingException(name, file, "this file cannot be read (" + e + ")");
        }
    }

    /** Checks a text that is shown to users: 1 to 64 characters on one line. */
    static void label(String name, String value) {
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > LONGEST_LABEL || value.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidSettingException(
                    name, value, "it has to be 1 to " + LONGEST_LABEL + " characters on one line");
        }
    }
}
