package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * Converts between the UTF-16 of one client and the UTF-8 of the dialects. Keeps an incomplete character for the next
 * read. Confined to the connection's event loop.
 */
final class Utf16 {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int DETECTED_BYTES = 4;

    private final Charset charset;
    private final CharsetDecoder decoder;
    private byte[] incomplete = {};

    private Utf16(Charset charset) {
        this.charset = charset;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /**
     * Returns the converter for a client whose first 2 characters are UTF-16 of the first 256 code points; null if they
     * are not.
     *
     * @param bytes the first bytes decoded as ISO 8859-1
     */
    static @Nullable Utf16 detect(String bytes) {
        if (bytes.length() < DETECTED_BYTES) {
            return null;
        } else if (bytes.startsWith("\u00FF\u00FE") && bytes.charAt(3) == 0) {
            return new Utf16(UTF_16LE);
        } else if (isText(bytes.charAt(0)) && bytes.charAt(1) == 0 && isText(bytes.charAt(2)) && bytes.charAt(3) == 0) {
            return new Utf16(UTF_16LE);
        } else if (bytes.charAt(0) == 0 && isText(bytes.charAt(1)) && bytes.charAt(2) == 0 && isText(bytes.charAt(3))) {
            return new Utf16(UTF_16BE);
        }
        return null;
    }

    private static boolean isText(char character) {
        return (character >= ' ' && character != '\u007F') || character == '\r' || character == '\n';
    }

    /** Replaces the contents of the buffer by the same text in UTF-8. */
    void decode(ByteBuf input) {
        ByteBuffer all = ByteBuffer.allocate(incomplete.length + input.readableBytes());
        all.put(incomplete).put(ByteBufUtil.getBytes(input)).flip();
        CharBuffer text = CharBuffer.allocate(all.remaining());
        decoder.decode(all, text, false);
        incomplete = new byte[all.remaining()];
        all.get(incomplete);
        text.flip();
        input.clear();
        input.writeCharSequence(text.toString().replace(String.valueOf(BYTE_ORDER_MARK), ""), UTF_8);
    }

    /** Returns the same text in UTF-16. */
    byte[] encode(byte[] utf8) {
        return new String(utf8, UTF_8).getBytes(charset);
    }
}
