package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that the path has exactly the black modules of the QR code. */
class QrSquaresTest {

    private static final Pattern RECTANGLE = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z");

    @Test
    void pathHasTheBlackModulesOfTheCode() {
        String address = "http://192.168.1.5:8080";
        QrCode code = QrCode.encodeText(address, QrCode.Ecc.LOW);
        QrSquares squares = QrSquares.of(address);
        boolean[][] drawn = new boolean[code.size][code.size];
        Matcher rectangles = RECTANGLE.matcher(squares.path());
        int end = 0;
        while (rectangles.find()) {
            assertThat(rectangles.start()).isEqualTo(end);
            end = rectangles.end();
            int from = Integer.parseInt(rectangles.group(1));
            for (int x = from; x < from + Integer.parseInt(rectangles.group(3)); x++) {
                drawn[Integer.parseInt(rectangles.group(2))][x] = true;
            }
        }
        assertThat(end).isEqualTo(squares.path().length());
        assertThat(squares.size()).isEqualTo(code.size);
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                assertThat(drawn[y][x]).as("module %d, %d", x, y).isEqualTo(code.getModule(x, y));
            }
        }
    }
}
