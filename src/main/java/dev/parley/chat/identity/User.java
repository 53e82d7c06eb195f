package dev.parley.chat.identity;

import java.time.Instant;

/**
 * Somebody connected, under a name. The identity stays the same for as long as the person can come back by a token;
 * name and origin may change. Safe to read from any thread; changed only by whoever admits and renames people.
 */
public final class User {

    private final String id;
    private final Instant since;
    private volatile Nickname nickname;
    private volatile ClientInfo clientInfo;
    private volatile Instant active;

    /**
     * Somebody who has just come in.
     *
     * @param id the identity, unique and never shown to others
     */
    public User(String id, Nickname nickname, ClientInfo clientInfo, Instant since) {
        this.id = id;
        this.nickname = nickname;
        this.clientInfo = clientInfo;
        this.since = since;
        this.active = since;
    }

    /** The identity: what references and claims are kept under. Never shown to others. */
    public String id() {
        return id;
    }

    /** The present name. */
    public Nickname nickname() {
        return nickname;
    }

    /** Where the person speaks from at present. */
    public ClientInfo clientInfo() {
        return clientInfo;
    }

    /** When the person came in. */
    public Instant since() {
        return since;
    }

    /** When the person last said something, or came in. */
    public Instant active() {
        return active;
    }

    /** Takes another name, which has been claimed. */
    public void rename(Nickname next) {
        nickname = next;
    }

    /** Speaks from elsewhere now. */
    public void setClientInfo(ClientInfo next) {
        clientInfo = next;
    }

    /** Notes that the person has just said something. */
    public void markActive(Instant at) {
        active = at;
    }

    @Override
    public String toString() {
        return nickname.text();
    }
}
