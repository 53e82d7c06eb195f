package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.tcp.dialect.basic.ClientText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Encodes and decodes the frames of a client. The client with the header {@link LengthHeader#PAIRS} expects the sender
 * and the text in a frame each; others print each frame, so they get both in one.
 *
 * @param header the header of the frames
 */
record FrameCodec(LengthHeader header) {

    private boolean isPairs() {
        return header.equals(LengthHeader.PAIRS);
    }

    private boolean isModifiedUtf8() {
        return header.equals(LengthHeader.WRITE_UTF);
    }

    /** Returns the frames of a message in one array: the client expects them in one read. */
    byte[] encode(String from, String text) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        if (isPairs()) {
            frames.writeBytes(header.frame(from.getBytes(UTF_8)));
            frames.writeBytes(header.frame(text.getBytes(UTF_8)));
        } else {
            split(body(from + ": " + text), frames);
        }
        return frames.toByteArray();
    }

    /** Splits a text that is too long for the header at characters. */
    private void split(byte[] body, ByteArrayOutputStream frames) {
        int start = 0;
        while (body.length - start > header.maxLength()) {
            int end = start + header.maxLength();
            while ((body[end] & 0xC0) == 0x80) {
                end--;
            }
            frames.writeBytes(header.frame(Arrays.copyOfRange(body, start, end)));
            start = end;
        }
        frames.writeBytes(header.frame(Arrays.copyOfRange(body, start, body.length)));
    }

    private byte[] body(String text) {
        if (!isModifiedUtf8()) {
            return text.getBytes(UTF_8);
        }
        // A surrogate pair is 2 characters of 3 bytes each in modified UTF-8.
        ByteArrayOutputStream body = new ByteArrayOutputStream(text.length());
        text.chars().forEach(unit -> {
            if (Character.isSurrogate((char) unit)) {
                body.write(0xE0 | (unit >> 12));
                body.write(0x80 | ((unit >> 6) & 0x3F));
                body.write(0x80 | (unit & 0x3F));
            } else {
                body.writeBytes(Character.toString(unit).getBytes(UTF_8));
            }
        });
        return body.toByteArray();
    }

    /** Removes a whole frame from the buffer and returns its text. */
    String decode(ByteBuf input, int length, ClientText clientText) {
        if (isModifiedUtf8()) {
            ByteBuf frame = input.slice(input.readerIndex(), header.bytes() + length);
            try (ByteBufInputStream bytes = new ByteBufInputStream(frame)) {
                String text = new DataInputStream(bytes).readUTF();
                input.skipBytes(header.bytes() + length);
                return text.replace("\0", "");
            } catch (IOException ignored) {
                // Not modified UTF-8: decoded like any other text.
            }
        }
        input.skipBytes(header.bytes());
        return clientText.read(input, length);
    }
}
