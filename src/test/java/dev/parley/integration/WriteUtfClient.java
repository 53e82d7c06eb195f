package dev.parley.integration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Implements a client in Java that uses {@code DataOutputStream.writeUTF} and {@code DataInputStream.readUTF}. */
public final class WriteUtfClient extends LegacyClient {

    private static final int LENGTH = 2;

    private WriteUtfClient(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the nickname. */
    public static WriteUtfClient join(int port, String name) {
        WriteUtfClient client = new WriteUtfClient(port, name);
        client.send(name);
        return client;
    }

    @Override
    public void send(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new DataOutputStream(bytes).writeUTF(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(bytes.toByteArray());
    }

    @Override
    void readOnce() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        if (!readFully(frame, LENGTH)) {
            markEnded();
            return;
        }
        byte[] header = frame.toByteArray();
        if (!readFully(frame, ((header[0] & 0xFF) << 8) | (header[1] & 0xFF))) {
            throw new AssertionError(name() + " would end with an EOFException; shown: " + shown());
        }
        try {
            show(new DataInputStream(new ByteArrayInputStream(frame.toByteArray())).readUTF());
        } catch (IOException e) {
            throw new AssertionError(name() + " would end; shown: " + shown(), e);
        }
    }

    private boolean readFully(ByteArrayOutputStream bytes, int length) {
        int missing = length;
        while (missing > 0) {
            byte[] piece = readBytes(missing);
            if (piece.length == 0) {
                return false;
            }
            bytes.writeBytes(piece);
            missing -= piece.length;
        }
        return true;
    }

    @Override
    public void leave() {
        closeSocket();
    }
}
