package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.CidrBlock;
import dev.parley.chat.identity.TrustedProxies;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Builds PROXY protocol headers byte by byte, as the specification describes them. */
final class ProxyHeaders {

    static final int PROXY = 0x21;
    static final int LOCAL = 0x20;
    static final int UNSPECIFIED = 0x00;
    static final int TCP4 = 0x11;
    static final int TCP6 = 0x21;
    static final int UNIX = 0x31;

    private static final int PORTS = 4;
    private static final int TLS_FIELD = 0x20;
    private static final int CLIENT_AND_VERIFY = 5;

    private ProxyHeaders() {}

    /** Returns settings that trust these addresses. */
    static TcpSettings trusting(Duration headerTimeout, String... proxies) {
        return TcpSettings.on(List.of(0), "")
                .withProxyProtocol(new ProxyProtocolSettings(
                        new TrustedProxies(List.of(proxies).stream()
                                .flatMap(proxy -> CidrBlock.parse(proxy).stream())
                                .toList()),
                        headerTimeout));
    }

    /** Returns a header of version 1. */
    static byte[] v1(String family, String source, int destinationPort) {
        String destination = source.indexOf(':') < 0 ? "192.0.2.1" : "2001:db8::1";
        return ("PROXY " + family + " " + source + " " + destination + " 56324 " + destinationPort + "\r\n")
                .getBytes(US_ASCII);
    }

    /** Returns a header of version 2 with the addresses of a TCP connection, and with further fields. */
    static byte[] v2(String source, byte... fields) {
        try {
            byte[] from = InetAddress.getByName(source).getAddress();
            byte[] to = new byte[from.length];
            to[to.length - 1] = 1;
            ByteBuffer addresses = ByteBuffer.allocate(from.length + to.length + PORTS + fields.length);
            addresses
                    .put(from)
                    .put(to)
                    .putShort((short) 56_324)
                    .putShort((short) 8_000)
                    .put(fields);
            return v2(PROXY, from.length == PORTS ? TCP4 : TCP6, addresses.array());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a header of version 2 with these contents. */
    static byte[] v2(int command, int family, byte[] contents) {
        ByteBuffer header = ByteBuffer.allocate(16 + contents.length);
        header.put("\r\n\r\n\0\r\nQUIT\n".getBytes(US_ASCII));
        header.put((byte) command)
                .put((byte) family)
                .putShort((short) contents.length)
                .put(contents);
        return header.array();
    }

    /** Returns a field of version 2: type, length and value. */
    static byte[] field(int type, int length) {
        return ByteBuffer.allocate(3 + length)
                .put((byte) type)
                .putShort((short) length)
                .array();
    }

    /** Returns fields about TLS, each within the one before. */
    static byte[] nestedTlsFields(int depth) {
        byte[] inner = {};
        for (int i = 0; i < depth; i++) {
            int length = CLIENT_AND_VERIFY + inner.length;
            inner = ByteBuffer.allocate(3 + length)
                    .put((byte) TLS_FIELD)
                    .putShort((short) length)
                    .put(new byte[CLIENT_AND_VERIFY])
                    .put(inner)
                    .array();
        }
        return inner;
    }

    /** Returns a header and the input that follows it in the same write. */
    static byte[] before(byte[] header, String input) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes(input.getBytes(UTF_8));
        return all.toByteArray();
    }
}
