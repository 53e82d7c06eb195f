package dev.parley.stomp;

/** The two ends of a STOMP connection. */
public enum Peer {
    /** Sends CONNECT. */
    CLIENT,
    /** Replies to CONNECT with CONNECTED. */
    SERVER
}
