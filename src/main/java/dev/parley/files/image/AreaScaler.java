package dev.parley.files.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Scales an image down: each pixel is the mean of the area that it covers. Works on the pixels alone, without the drawing of
 * AWT, which needs fonts and native libraries on some systems.
 */
final class AreaScaler {

    private static final int CHANNELS = 4;
    private static final int OPAQUE = 0xff;

    private final BufferedImage source;
    private final ImageSize target;

    /** Creates a scaler to a size that is on no side above that of the source. */
    AreaScaler(BufferedImage source, ImageSize target) {
        this.source = source;
        this.target = target;
    }

    /** Returns the pixels, each as alpha, red, green and blue, row by row. */
    int[] scale() {
        float[] sums = new float[target.width() * target.height() * CHANNELS];
        float[] row = new float[target.width() * CHANNELS];
        int[] pixels = new int[source.getWidth()];
        double step = (double) target.height() / source.getHeight();
        for (int y = 0; y < source.getHeight(); y++) {
            readRow(y, pixels);
            scaleRow(pixels, row);
            addRow(row, sums, y * step, (y + 1) * step);
        }
        int[] scaled = new int[target.width() * target.height()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = pixel(sums, i * CHANNELS);
        }
        return scaled;
    }

    /** Reads gray images by their samples: the color model would make them brighter. */
    private void readRow(int y, int[] pixels) {
        boolean isGray = source.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(source.getColorModel() instanceof IndexColorModel);
        if (!isGray) {
            source.getRGB(0, y, pixels.length, 1, pixels, 0, pixels.length);
            return;
        }
        Raster raster = source.getRaster();
        int bits = source.getColorModel().getComponentSize(0);
        boolean hasAlpha = source.getColorModel().hasAlpha();
        for (int x = 0; x < pixels.length; x++) {
            int gray = toByte(raster.getSample(x, y, 0), bits);
            int alpha = hasAlpha ? toByte(raster.getSample(x, y, 1), bits) : OPAQUE;
            pixels[x] = alpha << 24 | gray << 16 | gray << 8 | gray;
        }
    }

    private static int toByte(int sample, int bits) {
        return (int) ((long) sample * OPAQUE / ((1L << bits) - 1));
    }

    private void scaleRow(int[] pixels, float[] row) {
        Arrays.fill(row, 0);
        double step = (double) target.width() / pixels.length;
        for (int x = 0; x < pixels.length; x++) {
            double from = x * step;
            int cell = Math.min(target.width() - 1, (int) from);
            double first = Math.min(step, cell + 1 - from);
            add(pixels[x], row, cell, first);
            if (first < step && cell + 1 < target.width()) {
                add(pixels[x], row, cell + 1, step - first);
            }
        }
    }

    private static void add(int pixel, float[] row, int cell, double weight) {
        float alpha = (float) (weight * (pixel >>> 24));
        int at = cell * CHANNELS;
        row[at] += alpha;
        row[at + 1] += alpha * (pixel >> 16 & OPAQUE);
        row[at + 2] += alpha * (pixel >> 8 & OPAQUE);
        row[at + 3] += alpha * (pixel & OPAQUE);
    }

    private void addRow(float[] row, float[] sums, double from, double to) {
        int cell = Math.min(target.height() - 1, (int) from);
        double first = Math.min(to, cell + 1) - from;
        addWeighted(row, sums, cell, first);
        if (to > cell + 1 && cell + 1 < target.height()) {
            addWeighted(row, sums, cell + 1, to - cell - 1);
        }
    }

    private static void addWeighted(float[] row, float[] sums, int cell, double weight) {
        int at = cell * row.length;
        for (int i = 0; i < row.length; i++) {
            sums[at + i] += (float) (row[i] * weight);
        }
    }

    private static int pixel(float[] sums, int at) {
        float alpha = sums[at];
        if (alpha <= 0) {
            return 0;
        }
        return channel(alpha) << 24
                | channel(sums[at + 1] / alpha) << 16
                | channel(sums[at + 2] / alpha) << 8
                | channel(sums[at + 3] / alpha);
    }

    private static int channel(float value) {
        return Math.max(0, Math.min(OPAQUE, Math.round(value)));
    }
}
