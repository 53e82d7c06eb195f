package dev.parley.people;

import java.time.Instant;

/**
 * Somebody connected, under a name. The identity stays the same for as long as the person can come back by a token;
 * name and origin may change. Safe to read from any thread; changed only by whoever admits and renames people.
 */
public final class Person {

    private final String id;
    private final Instant since;
    private volatile Name name;
    private volatile Origin origin;
    private volatile Instant active;

    /**
     * Somebody who has just come in.
     *
     * @param id the identity, unique and never shown to others
     */
    public Person(String id, Name name, Origin origin, Instant since) {
        this.id = id;
        this.name = name;
        this.origin = origin;
        this.since = since;
        this.active = since;
    }

    /** The identity: what references and claims are kept under. Never shown to others. */
    public String id() {
        return id;
    }

    /** The present name. */
    public Name name() {
        return name;
    }

    /** Where the person speaks from at present. */
    public Origin origin() {
        return origin;
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
    public void rename(Name next) {
        name = next;
    }

    /** Speaks from elsewhere now. */
    public void moveTo(Origin next) {
        origin = next;
    }

    /** Notes that the person has just said something. */
    public void spoke(Instant at) {
        active = at;
    }

    @Override
    public String toString() {
        return name.text();
    }
}
