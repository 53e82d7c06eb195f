package dev.parley.files.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a small copy of an image: the first frame, upright, as JPEG, or as PNG if it has transparent pixels. The decoder drops
 * pixels while it reads, so that the image in memory has about 2 million of them at most.
 */
final class Thumbnail {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    /** A decoder keeps all coefficients of a progressive JPEG in memory, of 6 bytes per pixel. */
    private static final long MOST_PROGRESSIVE = 16_000_000;

    private static final float QUALITY = 0.8F;
    private static final int OPAQUE = 0xff;

    private Thumbnail() {}

    /**
     * Decodes an image without metadata, and writes its thumbnail.
     *
     * @return the type of the thumbnail; null if there is none: for WebP, which the JDK does not decode, and rare forms of JPEG
     * @throws InvalidImageException if the image cannot be decoded
     */
    static @Nullable ImageType write(ImageType type, CleanImage image, Path source, Path target) throws IOException {
        if (type == ImageType.WEBP || (image.progressive() && image.size().pixels() > MOST_PROGRESSIVE)) {
            return null;
        }
        boolean isTurned = !image.shownSize().equals(image.size());
        int width = isTurned ? HEIGHT : WIDTH;
        int height = isTurned ? WIDTH : HEIGHT;
        ImageSize full = image.size();
        // At least the size of the thumbnail, and less than twice that.
        int step = Math.max(1, Math.max(steps(full.width(), 2 * width), steps(full.height(), 2 * height)));
        BufferedImage decoded = decode(type, step, source);
        if (decoded == null) {
            return null;
        }
        ImageSize size = new ImageSize(decoded.getWidth(), decoded.getHeight()).within(width, height);
        return write(turn(new AreaScaler(decoded, size).scale(), size, image.orientation()), target);
    }

    private static @Nullable BufferedImage decode(ImageType type, int step, Path source) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(type.format()).next();
        try (FileImageInputStream input = new FileImageInputStream(source.toFile())) {
            reader.setInput(input, true, true);
            if (!reader.getImageTypes(0).hasNext()) {
                return null; // a JPEG of 4 colors
            }
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, parameters);
        } catch (IIOException | RuntimeException e) {
            // The decoders of the JDK report some malformed files by an index out of bounds.
            throw InvalidImageException.malformed("the pixels cannot be decoded: " + e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    private static int steps(int side, int most) {
        return (side + most - 1) / most;
    }

    /** Returns the image as a viewer shows it. */
    private static BufferedImage turn(int[] pixels, ImageSize size, int orientation) {
        boolean isTurned = orientation > 4;
        ImageSize shown = isTurned ? size.turned() : size;
        int type = isOpaque(pixels) ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        BufferedImage image = new BufferedImage(shown.width(), shown.height(), type);
        boolean mirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean upsideDown = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        for (int y = 0; y < shown.height(); y++) {
            for (int x = 0; x < shown.width(); x++) {
                int column = isTurned ? y : x;
                int row = isTurned ? x : y;
                int from = mirrored ? size.width() - 1 - column : column;
                int of = upsideDown ? size.height() - 1 - row : row;
                image.setRGB(x, y, pixels[of * size.width() + from]);
            }
        }
        return image;
    }

    private static boolean isOpaque(int[] pixels) {
        for (int pixel : pixels) {
            if (pixel >>> 24 != OPAQUE) {
                return false;
            }
        }
        return true;
    }

    private static ImageType write(BufferedImage image, Path target) throws IOException {
        ImageType type = image.getColorModel().hasAlpha() ? ImageType.PNG : ImageType.JPEG;
        ImageWriter writer = ImageIO.getImageWritersByFormatName(type.format()).next();
        try (FileImageOutputStream output = new FileImageOutputStream(target.toFile())) {
            writer.setOutput(output);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (type == ImageType.JPEG) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return type;
    }
}
