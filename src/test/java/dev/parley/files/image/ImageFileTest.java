package dev.parley.files.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the removal of metadata, the thumbnails, and images that harm decoders. */
class ImageFileTest {

    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;

    @TempDir
    Path folder;

    private int files;

    private Path copy;
    private Path thumbnail;

    private ImageFile create(byte[] image) throws IOException {
        files++;
        Path source = Files.write(folder.resolve("source" + files), image);
        copy = folder.resolve("copy" + files);
        thumbnail = folder.resolve("thumbnail" + files);
        return ImageFile.create(
                ImageType.of(Arrays.copyOf(image, ImageType.HEAD)).orElseThrow(), source, copy, thumbnail);
    }

    private String copied() throws IOException {
        return Files.readString(copy, StandardCharsets.ISO_8859_1);
    }

    private static void assertNear(int pixel, int color) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(Math.abs((pixel >> shift & 0xff) - (color >> shift & 0xff)))
                    .as("%06x instead of %06x", pixel & 0xffffff, color)
                    .isLessThan(12);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,left", "2,right", "3,right", "4,left", "5,top", "6,top", "7,bottom", "8,bottom"})
    void photoLosesItsPositionAndIsShownUpright(int orientation, String redSide) throws Exception {
        ImageFile photo = create(TestImages.photo(TestImages.redAndBlue("jpeg", 1_200, 400), orientation));

        assertThat(copied()).doesNotContain("GPS").doesNotContain("comment");
        boolean isTurned = orientation > 4;
        assertThat(photo.size()).isEqualTo(isTurned ? new ImageSize(400, 1_200) : new ImageSize(1_200, 400));
        BufferedImage small = ImageIO.read(thumbnail.toFile());
        assertThat(new ImageSize(small.getWidth(), small.getHeight()))
                .isEqualTo(isTurned ? new ImageSize(200, 600) : new ImageSize(800, 267));
        boolean isFirst = redSide.equals("left") || redSide.equals("top");
        assertNear(small.getRGB(5, 5), isFirst ? RED : BLUE);
        assertNear(small.getRGB(small.getWidth() - 5, small.getHeight() - 5), isFirst ? BLUE : RED);
        // A viewer of the full image turns it as well.
        assertThat(copied().contains("Exif")).isEqualTo(orientation != 1);
    }

    @Test
    void pngLosesTextsProfilesAndEverythingAfterItsEnd() throws Exception {
        byte[] png = TestImages.redAndBlue("png", 40, 30);
        byte[] text = TestImages.pngChunk("tEXt", TestImages.latin("Comment\0<script>alert(1)</script>"));

        ImageFile image = create(TestImages.pngWith(png, text, TestImages.latin("<html><script>alert(2)</script>")));

        assertThat(image).isEqualTo(new ImageFile(new ImageSize(40, 30), ImageType.JPEG));
        assertThat(copied()).doesNotContain("script").doesNotContain("tEXt").endsWith("IEND\u00aeB`\u0082");
        assertNear(ImageIO.read(copy.toFile()).getRGB(1, 1), RED);
    }

    @Test
    void gifLosesCommentsAndEverythingAfterItsEnd() throws Exception {
        byte[] gif = TestImages.gifWithComment(TestImages.redAndBlue("gif", 40, 30), "<script>");

        create(TestImages.join(gif, TestImages.latin("PK archive")));

        assertThat(copied()).doesNotContain("script").doesNotContain("PK");
        assertNear(ImageIO.read(copy.toFile()).getRGB(30, 1), BLUE);
    }

    @Test
    void webpLosesExifAndEverythingAfterItsEnd() throws Exception {
        ImageFile image = create(TestImages.webp());

        assertThat(image).isEqualTo(new ImageFile(new ImageSize(1, 1), null));
        assertThat(copied()).doesNotContain("EXIF").doesNotContain("GPS").doesNotContain("script");
        byte[] cleaned = Files.readAllBytes(copy);
        assertThat(cleaned[4] & 0xff).isEqualTo(cleaned.length - 8);
        assertThat(cleaned[20]).as("flags").isZero();
        assertThat(thumbnail).doesNotExist();
    }

    @Test
    void thumbnailKeepsTransparentPixelsAndGrays() throws Exception {
        BufferedImage clear = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(5, 5, 0x80ff0000);
        BufferedImage gray = new BufferedImage(10, 10, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster()
                .setSamples(
                        0,
                        0,
                        10,
                        10,
                        0,
                        IntStream.generate(() -> 100).limit(100).toArray());

        assertThat(create(TestImages.encode("png", clear)).thumbnail()).isEqualTo(ImageType.PNG);
        BufferedImage small = ImageIO.read(thumbnail.toFile());
        assertThat(small.getRGB(5, 5)).isEqualTo(0x80ff0000);
        assertThat(small.getRGB(0, 0) >>> 24).isZero();
        create(TestImages.encode("png", gray));
        assertThat(ImageIO.read(thumbnail.toFile()).getRGB(5, 5) & 0xff).isBetween(97, 103);
    }

    @ParameterizedTest
    @CsvSource({"30000,30000", "20001,1", "1,20001", "6400,6400", "0,5", "2147483647,2147483647"})
    void imageOfTooManyPixelsIsRefusedBeforeItIsDecoded(int width, int height) {
        long before = System.nanoTime();

        assertThatThrownBy(() -> create(TestImages.bomb(width, height))).isInstanceOf(InvalidImageException.class);

        assertThat(System.nanoTime() - before).isLessThan(1_000_000_000);
    }

    @Test
    void imageOfManyScansIsRefusedBeforeItIsDecoded() {
        byte[] image = TestImages.redAndBlue("jpeg", 100, 100);
        int scan = TestImages.find(image, 0xff, 0xda);
        byte[][] scans = new byte[102][];
        Arrays.fill(scans, TestImages.slice(image, scan, image.length - 2));
        scans[0] = TestImages.slice(image, 0, scan);

        assertThatThrownBy(() -> create(TestImages.join(TestImages.join(scans), TestImages.latin("\u00ff\u00d9"))))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("more than 100 scans");
    }

    @Test
    void largeImageIsDecodedInLittleMemory() throws Exception {
        // 40 million pixels; a whole image of them would have 160 MB.
        byte[] large = TestImages.bomb(8_000, 5_000);
        long before = used();

        assertThatThrownBy(() -> create(large)).isInstanceOf(InvalidImageException.class);

        assertThat(used() - before).isLessThan(100_000_000);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @EnumSource(ImageType.class)
    void imageThatEndsEarlyIsRefused(ImageType type) throws Exception {
        byte[] whole = type == ImageType.WEBP ? TestImages.webp() : TestImages.redAndBlue(type.format(), 40, 30);
        int end = type == ImageType.WEBP ? whole.length - 60 : whole.length;

        for (int length = ImageType.HEAD; length < end; length += 1 + length / 40) {
            byte[] cut = TestImages.slice(whole, 0, length);
            assertThatThrownBy(() -> create(cut)).as("%d bytes", length).isInstanceOf(InvalidImageException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ImageType.class)
    void damagedImageIsRefusedOrShownAndFailsInNoOtherWay(ImageType type) throws Exception {
        byte[] whole = type == ImageType.WEBP ? TestImages.webp() : TestImages.redAndBlue(type.format(), 40, 30);
        Random random = new Random(54);

        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int change = 0; change < 3; change++) {
                damaged[ImageType.HEAD + random.nextInt(whole.length - ImageType.HEAD)] = (byte) random.nextInt(256);
            }
            try {
                create(damaged);
            } catch (InvalidImageException expected) {
                assertThat(expected.reason()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"<svg xmlns='http://www.w3.org/2000/svg'>,", "%PDF-1.7,", "RIFF....WAVE,", "GIF88a......,", "GIF89a,GIF"
    })
    void contentDecidesTheType(String head, String type) {
        assertThat(ImageType.of(TestImages.latin(head)).map(Enum::name).orElse(null))
                .isEqualTo(type);
    }
}
