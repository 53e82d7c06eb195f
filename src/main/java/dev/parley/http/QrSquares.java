package dev.parley.http;

import io.nayuki.qrcodegen.QrCode;

/**
 * The QR code of a text as an SVG path, in a square of {@code size} units without a border.
 *
 * @param size the number of modules in a row
 * @param path the black modules, one rectangle for those that are side by side
 */
record QrSquares(int size, String path) {

    /** Draws the QR code of a text of at most 2,000 bytes, with the lowest level of error correction. */
    static QrSquares of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int end = x;
                while (code.getModule(end, y)) { // false outside of the code
                    end++;
                }
                if (end > x) {
                    path.append('M').append(x).append(' ').append(y);
                    path.append('h')
                            .append(end - x)
                            .append("v1h-")
                            .append(end - x)
                            .append('z');
                }
                x = end + 1;
            }
        }
        return new QrSquares(code.size, path.toString());
    }
}
