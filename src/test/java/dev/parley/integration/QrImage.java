package dev.parley.integration;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Reads QR codes from pictures, as the camera of a phone does: with another library than the one that draws them. */
public final class QrImage {

    /** The pixels of a module of half blocks. */
    private static final int SCALE = 4;

    private QrImage() {}

    /**
     * Returns the text of the QR code in a picture.
     *
     * @param png the picture
     * @throws AssertionError if the picture has no readable QR code
     */
    static String read(byte[] png) throws IOException {
        return read(ImageIO.read(new ByteArrayInputStream(png)));
    }

    /**
     * Returns the text of a QR code of half blocks, as a terminal with a dark background shows it.
     *
     * @throws AssertionError if the lines are no readable QR code
     */
    public static String readHalfBlocks(List<String> lines) {
        int columns = lines.stream().mapToInt(String::length).max().orElse(0);
        BufferedImage terminal =
                new BufferedImage((columns + 4) * SCALE, (2 * lines.size() + 4) * SCALE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < lines.size(); y++) {
            for (int x = 0; x < lines.get(y).length(); x++) {
                char block = lines.get(y).charAt(x);
                draw(terminal, x, 2 * y, block == '█' || block == '▀');
                draw(terminal, x, 2 * y + 1, block == '█' || block == '▄');
            }
        }
        return read(terminal);
    }

    private static void draw(BufferedImage terminal, int x, int y, boolean isWhite) {
        for (int i = 0; isWhite && i < SCALE * SCALE; i++) {
            terminal.setRGB((x + 2) * SCALE + i % SCALE, (y + 2) * SCALE + i / SCALE, 0xffffff);
        }
    }

    private static String read(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)))
                    .getText();
        } catch (NotFoundException e) {
            throw new AssertionError("The picture has no QR code.", e);
        } catch (ReaderException e) {
            throw new AssertionError("The QR code cannot be read.", e);
        }
    }
}
