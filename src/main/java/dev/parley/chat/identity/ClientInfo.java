package dev.parley.chat.identity;

/**
 * The transport, dialect and address of a client.
 *
 * @param via the transport that other users see: {@code browser}, {@code terminal}, {@code operator} or {@code bot}
 * @param dialect the dialect, for the operator: {@code websocket}, {@code line}, …
 * @param address the remote address without port in its canonical notation, for the operator, limits and bans
 * @param confidential whether others on the network cannot read what the client sends, because it is encrypted or stays on
 *     this machine
 */
public record ClientInfo(String via, String dialect, String address, boolean confidential) {

    /** Normalises the address. */
    public ClientInfo {
        address = IpAddresses.parse(address).orElse(address);
    }

    /** Creates the info of a client whose connection is not encrypted. */
    public ClientInfo(String via, String dialect, String address) {
        this(via, dialect, address, IpAddresses.isLoopback(address));
    }
}
