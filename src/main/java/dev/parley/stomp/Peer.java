package dev.parley.stomp;

/** The two ends of a STOMP connection. */
public enum Peer {
    /** Who sent CONNECT. */
    CLIENT,
    /** Who answers it with CONNECTED. */
    SERVER
}
