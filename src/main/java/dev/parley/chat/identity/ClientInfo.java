package dev.parley.chat.identity;

/**
 * The transport, dialect and address of a client.
 *
 * @param via the transport that other users see: {@code browser}, {@code terminal} or {@code operator}
 * @param dialect the dialect, for the operator: {@code websocket}, {@code line}, …
 * @param address the remote address without port in its canonical notation, for the operator, limits and bans
 */
public record ClientInfo(String via, String dialect, String address) {

    /** Normalises the address. */
    public ClientInfo {
        address = IpAddresses.parse(address).orElse(address);
    }
}
