package dev.parley.people;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The claims on names: each name, with all that look like it, belongs to one person at a time.
 *
 * <p>Of any number of claims that race for one name, from any threads, exactly one is granted. Nothing blocks.
 */
public final class Names {

    private final NameRules rules;
    private final Function<Name, Optional<NameProblem>> bars;
    private final ConcurrentMap<String, Claim> claims = new ConcurrentHashMap<>();

    /** Nobody has a name yet; the rules' reserved names are never free. */
    public Names(NameRules rules) {
        this(rules, name -> Optional.empty());
    }

    /**
     * Nobody has a name yet.
     *
     * @param bars why nobody may have a name at present; asked at each claim, and must not block
     */
    public Names(NameRules rules, Function<Name, Optional<NameProblem>> bars) {
        this.rules = rules;
        this.bars = bars;
    }

    private record Claim(Name name, String person) {}

    /** What came of a claim. */
    public sealed interface Claiming permits Granted, Denied {}

    /** The name is the claimant's until {@link Names#release released}. */
    public record Granted(Name name) implements Claiming {}

    /** It is not, and why. */
    public record Denied(NameProblem problem) implements Claiming {}

    /** Claims what somebody typed for the person of this identity; a claim on one's own name is granted again. */
    public Claiming claim(String typed, String person) {
        NameRules.Reading reading = rules.read(typed);
        if (reading instanceof NameRules.Bad bad) {
            return new Denied(bad.problem());
        }
        Name name = ((NameRules.Good) reading).name();
        Optional<NameProblem> barred = bars.apply(name);
        if (barred.isPresent()) {
            return new Denied(barred.get());
        }
        Claim holder = claims.compute(
                name.key(),
                (key, held) -> held == null || held.person().equals(person) ? new Claim(name, person) : held);
        if (holder.person().equals(person)) {
            return new Granted(name);
        }
        var suggestions = rules.suggestions(name, this::isFree);
        return new Denied(
                name.reads(holder.name())
                        ? NameProblem.taken(name.text(), suggestions)
                        : NameProblem.looksLike(name.text(), holder.name().text(), suggestions));
    }

    /** Claims the free name nearest to what was typed, for somebody who cannot be asked again. */
    public Name claimNearest(String typed, String person) {
        while (true) {
            Name name = rules.nearest(typed, this::isFree);
            if (claims.putIfAbsent(name.key(), new Claim(name, person)) == null) {
                return name;
            }
        }
    }

    /** Frees the name if this person has it; else does nothing. */
    public void release(Name name, String person) {
        claims.computeIfPresent(name.key(), (key, held) -> held.person().equals(person) ? null : held);
    }

    /** The identity of who has this name, or a name that differs from it in case at most. */
    public Optional<String> holder(String typed) {
        if (!(rules.read(typed) instanceof NameRules.Good good)) {
            return Optional.empty();
        }
        return Optional.ofNullable(claims.get(good.name().key()))
                .filter(claim -> claim.name().reads(good.name()))
                .map(Claim::person);
    }

    private boolean isFree(Name name) {
        return !claims.containsKey(name.key()) && bars.apply(name).isEmpty();
    }
}
