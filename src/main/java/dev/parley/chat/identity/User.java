package dev.parley.chat.identity;

import java.time.Instant;
import java.util.List;

/**
 * A user who is online, with a nickname, over one or more sessions. The id stays the same as long as the user resumes
 * with a token; nickname and clients may change. Any thread may read; only the server changes it.
 */
public final class User {

    private final String id;
    private final Instant since;
    private volatile Nickname nickname;
    private volatile String absence = "";
    private volatile List<ClientInfo> clients;
    private volatile Instant active;

    /**
     * Creates a user who has just logged in.
     *
     * @param id the id, unique and never shown to other users
     */
    public User(String id, Nickname nickname, ClientInfo clientInfo, Instant since) {
        this.id = id;
        this.nickname = nickname;
        this.clients = List.of(clientInfo);
        this.since = since;
        this.active = since;
    }

    /** Returns the id, under which references and claims are stored; never shown to other users. */
    public String id() {
        return id;
    }

    /** Returns the current nickname. */
    public Nickname nickname() {
        return nickname;
    }

    /** Returns the text that others see while the user is absent; empty otherwise. */
    public String absence() {
        return absence;
    }

    /** Returns the client of the latest session. */
    public ClientInfo clientInfo() {
        List<ClientInfo> now = clients;
        return now.get(now.size() - 1);
    }

    /** Returns the clients of all sessions, the latest last; of the last session if none is left. */
    public List<ClientInfo> clients() {
        return clients;
    }

    /** Returns the time of the login. */
    public Instant since() {
        return since;
    }

    /** Returns the time of the last message, or of the login. */
    public Instant active() {
        return active;
    }

    /** Sets the nickname, which must be claimed. */
    public void rename(Nickname next) {
        nickname = next;
    }

    /** Sets the text that others see while the user is absent; empty if the user is present. */
    public void setAbsence(String next) {
        absence = next;
    }

    /** Sets the clients of all sessions, at least one, the latest last. */
    public void setClients(List<ClientInfo> next) {
        clients = List.copyOf(next);
    }

    /** Records a message at a time. */
    public void markActive(Instant at) {
        active = at;
    }

    @Override
    public String toString() {
        return nickname.text();
    }
}
