package dev.parley.files.image;

/**
 * The size of an image in pixels.
 *
 * @param width at least 1
 * @param height at least 1
 */
public record ImageSize(int width, int height) {

    /** The most pixels of an image. */
    public static final int MOST_PIXELS = 40_000_000;

    /** The most pixels of one side. A decoder keeps a few rows in memory. */
    public static final int LONGEST_SIDE = 20_000;

    /** Checks an image of unknown origin. */
    static ImageSize checked(int width, int height) throws InvalidImageException {
        if (width < 1 || height < 1) {
            throw InvalidImageException.malformed("the image has no pixels");
        }
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || (long) width * height > MOST_PIXELS) {
            throw new InvalidImageException(
                    InvalidImageException.Reason.TOO_LARGE, "the image has " + width + " × " + height + " pixels");
        }
        return new ImageSize(width, height);
    }

    long pixels() {
        return (long) width * height;
    }

    /** Returns the size after a turn by 90 degrees. */
    ImageSize turned() {
        return new ImageSize(/* width= */ height, /* height= */ width);
    }

    /** Returns the largest size of the same proportions within a box; at most this size. */
    ImageSize within(int mostWidth, int mostHeight) {
        double scale = Math.min(1, Math.min((double) mostWidth / width, (double) mostHeight / height));
        return new ImageSize(
                Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int) Math.round(height * scale)));
    }
}
