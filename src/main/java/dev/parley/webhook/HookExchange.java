package dev.parley.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.chat.room.Scheduler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request to an address that is resolved and checked, on a connection of its own (RFC 9112, section 9.6). Blocks the calling
 * thread for a limited time. Of the response only the status counts; the rest is discarded.
 */
final class HookExchange {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** The time for a connection, the request and the status of the response together. */
    static final Duration WHOLE = Duration.ofSeconds(10);

    /** The bytes of a response that are read at most. */
    private static final int MAX_RESPONSE = 65_536;

    private static final int MAX_LINE = 8_192;

    /** How long the end of a response is waited for, so that the peer can write it. */
    private static final Duration END = Duration.ofMillis(200);

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final int FIRST_FINAL = 200;

    private final Supplier<SSLSocketFactory> tls;
    private final Scheduler scheduler;

    HookExchange(Supplier<SSLSocketFactory> tls, Scheduler scheduler) {
        this.tls = tls;
        this.scheduler = scheduler;
    }

    /**
     * Sends a request, and returns the status of the response.
     *
     * @param address the IP address, to which the connection is made
     * @param request the request with its body
     */
    int send(HookAddress to, InetAddress address, byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            // The timeout of a socket applies to each read, and to no write.
            AtomicBoolean isLate = new AtomicBoolean();
            Scheduler.Task deadline = scheduler.schedule(WHOLE, () -> {
                isLate.set(true);
                abort(socket);
            });
            try {
                connect(socket, new InetSocketAddress(address, to.port()));
                socket.setSoTimeout((int) WHOLE.toMillis());
                return exchange(to.isTls() ? secured(socket, to) : socket, request);
            } catch (IOException e) {
                throw isLate.get() ? new SocketTimeoutException("no response within 10 seconds") : e;
            } finally {
                deadline.cancel();
            }
        }
    }

    private static void connect(Socket socket, InetSocketAddress address) throws IOException {
        try {
            socket.connect(address, (int) CONNECT.toMillis());
        } catch (SocketTimeoutException e) {
            throw new ConnectException("the connection was not accepted within 3 seconds");
        }
    }

    private static void abort(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is closed all the same.
        }
    }

    private Socket secured(Socket socket, HookAddress to) throws IOException {
        SSLSocket secured = (SSLSocket) tls.get().createSocket(socket, to.host(), to.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static int exchange(Socket socket, byte[] request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
        Response response = new Response(new BufferedInputStream(socket.getInputStream()));
        int status = response.readStatus();
        socket.setSoTimeout((int) END.toMillis());
        response.discard();
        return status;
    }

    /** The bytes of a response, of which a limited number is read. */
    private static final class Response {

        private final InputStream in;
        private int left = MAX_RESPONSE;

        Response(InputStream in) {
            this.in = in;
        }

        /** Returns the status of the first response that is not informational (RFC 9110, section 15.2). */
        int readStatus() throws IOException {
            while (true) {
                Matcher line = STATUS.matcher(readLine());
                if (!line.matches()) {
                    throw new IOException("the answer is not HTTP");
                }
                int status = Integer.parseInt(line.group(1));
                if (status >= FIRST_FINAL) {
                    return status;
                }
                while (!readLine().isEmpty()) {
                    // The headers of an informational response.
                }
            }
        }

        private String readLine() throws IOException {
            byte[] line = new byte[MAX_LINE];
            for (int length = 0; length < MAX_LINE; length++) {
                int next = read();
                if (next == '\n') {
                    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                    return new String(line, 0, end, ISO_8859_1);
                }
                line[length] = (byte) next;
            }
            throw new IOException("the answer is not HTTP");
        }

        private int read() throws IOException {
            int next = left-- > 0 ? in.read() : -1;
            if (next < 0) {
                throw new IOException("the connection ended without a response");
            }
            return next;
        }

        void discard() {
            try {
                while (left > 0) {
                    int skipped = in.read(new byte[MAX_LINE]);
                    if (skipped < 0) {
                        return;
                    }
                    left -= skipped;
                }
            } catch (IOException ignored) {
                // The status has arrived.
            }
        }
    }
}
