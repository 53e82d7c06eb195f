package dev.parley.chat.identity;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The claims on names: each name, with all that look like it, belongs to one person at a time.
 *
 * <p>Of any number of claims that race for one name, from any threads, exactly one is granted. Nothing blocks.
 */
public final class NicknameRegistry {

    private final NicknamePolicy rules;
    private final Function<Nickname, Optional<NicknameViolation>> bars;
    private final ConcurrentMap<String, Claim> claims = new ConcurrentHashMap<>();

    /** Nobody has a name yet; the rules' reserved names are never free. */
    public NicknameRegistry(NicknamePolicy rules) {
        this(rules, nickname -> Optional.empty());
    }

    /**
     * Nobody has a name yet.
     *
     * @param bars why nobody may have a name at present; asked at each claim, and must not block
     */
    public NicknameRegistry(NicknamePolicy rules, Function<Nickname, Optional<NicknameViolation>> bars) {
        this.rules = rules;
        this.bars = bars;
    }

    private record Claim(Nickname nickname, String person) {}

    /** What came of a claim. */
    public sealed interface ClaimResult permits Granted, Denied {}

    /** The name is the claimant's until {@link NicknameRegistry#release released}. */
    public record Granted(Nickname nickname) implements ClaimResult {}

    /** It is not, and why. */
    public record Denied(NicknameViolation problem) implements ClaimResult {}

    /** Claims what somebody typed for the person of this identity; a claim on one's own name is granted again. */
    public ClaimResult claim(String typed, String person) {
        NicknamePolicy.Result result = rules.parse(typed);
        if (result instanceof NicknamePolicy.Invalid invalid) {
            return new Denied(invalid.problem());
        }
        Nickname nickname = ((NicknamePolicy.Valid) result).nickname();
        Optional<NicknameViolation> barred = bars.apply(nickname);
        if (barred.isPresent()) {
            return new Denied(barred.get());
        }
        Claim holder = claims.compute(
                nickname.key(),
                (key, held) -> held == null || held.person().equals(person) ? new Claim(nickname, person) : held);
        if (holder.person().equals(person)) {
            return new Granted(nickname);
        }
        var suggestions = rules.suggestions(nickname, this::isFree);
        return new Denied(
                nickname.looksLike(holder.nickname())
                        ? NicknameViolation.taken(nickname.text(), suggestions)
                        : NicknameViolation.looksLike(
                                nickname.text(), holder.nickname().text(), suggestions));
    }

    /** Claims the free name nearest to what was typed, for somebody who cannot be asked again. */
    public Nickname claimNearest(String typed, String person) {
        return claimNearest(typed, person, rules.longest());
    }

    /**
     * Claims the free name nearest to what was typed, for a client that cannot be asked again.
     *
     * @param maxLength the most characters that the client can handle; a lower limit of the server takes precedence
     */
    public Nickname claimNearest(String typed, String person, int maxLength) {
        NicknamePolicy limited = new NicknamePolicy(Math.min(rules.longest(), maxLength));
        while (true) {
            Nickname nickname = limited.nearestFree(typed, this::isFree);
            if (claims.putIfAbsent(nickname.key(), new Claim(nickname, person)) == null) {
                return nickname;
            }
        }
    }

    /** Frees the name if this person has it; else does nothing. */
    public void release(Nickname nickname, String person) {
        claims.computeIfPresent(nickname.key(), (key, held) -> held.person().equals(person) ? null : held);
    }

    /** The identity of who has this name, or a name that differs from it in case at most. */
    public Optional<String> holder(String typed) {
        if (!(rules.parse(typed) instanceof NicknamePolicy.Valid valid)) {
            return Optional.empty();
        }
        return Optional.ofNullable(claims.get(valid.nickname().key()))
                .filter(claim -> claim.nickname().looksLike(valid.nickname()))
                .map(Claim::person);
    }

    private boolean isFree(Nickname nickname) {
        return !claims.containsKey(nickname.key()) && bars.apply(nickname).isEmpty();
    }
}
