package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Implements STOMP over the TCP port. */
final class TcpTestTransport implements TestTransport {

    private static final int PIECE = 8_192;

    private final Listener listener;
    private final Socket socket;

    TcpTestTransport(int port, Listener listener) {
        this.listener = listener;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestTransport.startThread("tcp", this::listen);
    }

    private void listen() {
        char[] piece = new char[PIECE];
        try {
            Reader reader = new InputStreamReader(socket.getInputStream(), UTF_8);
            for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
                listener.onText(new String(piece, 0, read));
            }
            listener.onClose(0);
        } catch (IOException ignored) {
            listener.onClose(-1);
        }
    }

    @Override
    public void send(String frame) {
        try {
            socket.getOutputStream().write(frame.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
