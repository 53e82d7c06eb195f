package dev.parley.files.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * An image without metadata, with its thumbnail.
 *
 * @param size the size that a viewer shows
 * @param thumbnail the type of the thumbnail; null if there is none
 */
public record ImageFile(ImageSize size, @Nullable ImageType thumbnail) {

    private static final int BUFFER = 64 * 1024;
    private static final int WEBP_HEADER = 8;

    /**
     * Copies an image without metadata, and makes a thumbnail. Checks the size before anything is decoded.
     *
     * @param type the type that the content has
     * @param copy the file for the copy, which does not exist
     * @param thumbnail the file for the thumbnail, which does not exist
     * @throws InvalidImageException if it is no image of this type, or too large
     */
    public static ImageFile create(ImageType type, Path source, Path copy, Path thumbnail) throws IOException {
        CleanImage image;
        try (ImageInput input = new ImageInput(source);
                OutputStream output = new BufferedOutputStream(
                        Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER)) {
            image = switch (type) {
                case PNG -> PngCleaner.clean(input, output);
                case JPEG -> JpegCleaner.clean(input, output);
                case GIF -> GifCleaner.clean(input, output);
                case WEBP -> WebpCleaner.clean(input, output);
            };
        }
        if (type == ImageType.WEBP) {
            correctLength(copy);
        }
        return new ImageFile(image.shownSize(), Thumbnail.write(type, image, copy, thumbnail));
    }

    private static void correctLength(Path webp) throws IOException {
        try (FileChannel file = FileChannel.open(webp, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) (file.size() - WEBP_HEADER))
                    .flip();
            file.write(length, WebpCleaner.LENGTH_AT);
        }
    }
}
