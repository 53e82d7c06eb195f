package dev.parley.files.image;

import java.util.Arrays;
import java.util.Optional;

/** The types of images that the page shows. The content decides, never the name. */
public enum ImageType {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpeg"),
    GIF("image/gif", "gif"),
    WEBP("image/webp", "webp");

    /** The number of bytes that {@link #of} needs. */
    public static final int HEAD = 12;

    private static final int WEBP_MARK = 8;

    private final String mediaType;
    private final String format;

    ImageType(String mediaType, String format) {
        this.mediaType = mediaType;
        this.format = format;
    }

    /** Returns the media type, such as {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }

    /** Returns the name of the format for {@code javax.imageio}. */
    String format() {
        return format;
    }

    /**
     * Finds the type of a file.
     *
     * @param head its first {@link #HEAD} bytes, or all if it has fewer
     * @return empty if it is none of these images
     */
    public static Optional<ImageType> of(byte[] head) {
        if (begins(head, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        } else if (begins(head, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        } else if (begins(head, 0, "GIF87a") || begins(head, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        return begins(head, 0, "RIFF") && begins(head, WEBP_MARK, "WEBP") ? Optional.of(WEBP) : Optional.empty();
    }

    /** Finds a type by its media type. */
    public static Optional<ImageType> ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equals(mediaType))
                .findFirst();
    }

    private static boolean begins(byte[] head, int at, String mark) {
        for (int i = 0; i < mark.length(); i++) {
            if (at + i >= head.length || (head[at + i] & 0xff) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
