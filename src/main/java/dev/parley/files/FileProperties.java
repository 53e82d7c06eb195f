package dev.parley.files;

import dev.parley.files.image.ImageSize;
import dev.parley.files.image.ImageType;
import dev.parley.text.RoomName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The properties of a stored file as text, beside its content. */
final class FileProperties {

    private static final String TOKEN = "token";
    private static final String ROOM = "room";
    private static final String NAME = "name";
    private static final String TYPE = "type";
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";
    private static final String THUMBNAIL = "thumbnail";
    private static final String BYTES = "bytes";
    private static final String UPLOADED = "uploaded";
    private static final String MESSAGE = "message";
    private static final String OWNER = "owner";

    private FileProperties() {}

    static String write(StoredFile file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(TOKEN, file.token().text());
        put(properties, ROOM, file.room());
        properties.setProperty(NAME, file.name().text());
        put(properties, TYPE, file.type() == null ? null : file.type().mediaType());
        ImageSize size = file.imageSize();
        put(properties, WIDTH, size == null ? null : size.width());
        put(properties, HEIGHT, size == null ? null : size.height());
        put(
                properties,
                THUMBNAIL,
                file.thumbnail() == null ? null : file.thumbnail().mediaType());
        put(properties, BYTES, file.bytes());
        put(properties, UPLOADED, file.uploaded());
        put(properties, MESSAGE, file.message());
        put(properties, OWNER, file.owner());
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }

    private static void put(Properties properties, String key, @Nullable Object value) {
        if (value != null) {
            properties.setProperty(key, value.toString());
        }
    }

    /** Reads the properties of a token; empty if there are none, or they are damaged. */
    static Optional<StoredFile> read(Path path, FileToken token) throws IOException {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (NoSuchFileException ignored) {
            return Optional.empty();
        } catch (IllegalArgumentException ignored) {
            // The file has an incomplete escape.
            return Optional.empty();
        }
        // A file system that ignores case also finds a token in another case.
        return token.text().equals(properties.getProperty(TOKEN)) ? parse(properties, token) : Optional.empty();
    }

    private static Optional<StoredFile> parse(Properties properties, FileToken token) {
        try {
            ImageType type = type(properties, TYPE);
            return Optional.of(new StoredFile(
                    token,
                    Optional.ofNullable(properties.getProperty(ROOM))
                            .map(RoomName::new)
                            .orElse(null),
                    FileName.of(properties.getProperty(NAME, "")),
                    type,
                    type == null
                            ? null
                            : new ImageSize((int) number(properties, WIDTH), (int) number(properties, HEIGHT)),
                    type(properties, THUMBNAIL),
                    number(properties, BYTES),
                    Instant.parse(properties.getProperty(UPLOADED, "")),
                    number(properties, MESSAGE),
                    properties.getProperty(OWNER, "")));
        } catch (IllegalArgumentException | DateTimeParseException ignored) {
            // A crash has cut the properties, or the operator has changed them.
            return Optional.empty();
        }
    }

    private static @Nullable ImageType type(Properties properties, String key) {
        return ImageType.ofMediaType(properties.getProperty(key, "")).orElse(null);
    }

    private static long number(Properties properties, String key) {
        return Long.parseLong(properties.getProperty(key, ""));
    }
}
