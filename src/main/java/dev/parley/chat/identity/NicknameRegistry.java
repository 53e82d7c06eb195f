package dev.parley.chat.identity;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The claims on nicknames: each nickname, with all that look like it, belongs to one user at a time.
 *
 * <p>Of any number of concurrent claims for one nickname exactly one is granted. Thread-safe; nothing blocks.
 */
public final class NicknameRegistry {

    private final NicknamePolicy rules;
    private final Function<Nickname, Optional<NicknameViolation>> bars;
    private final ConcurrentMap<String, Claim> claims = new ConcurrentHashMap<>();

    /** Creates an empty registry; reserved nicknames are never free. */
    public NicknameRegistry(NicknamePolicy rules) {
        this(rules, nickname -> Optional.empty());
    }

    /**
     * Creates an empty registry.
     *
     * @param bars returns why a nickname is refused at present; called at each claim, and must not block
     */
    public NicknameRegistry(NicknamePolicy rules, Function<Nickname, Optional<NicknameViolation>> bars) {
        this.rules = rules;
        this.bars = bars;
    }

    private record Claim(Nickname nickname, String person) {}

    /** The result of a claim. */
    public sealed interface ClaimResult permits Granted, Denied {}

    /** The nickname belongs to the claimant until it is {@link NicknameRegistry#release released}. */
    public record Granted(Nickname nickname) implements ClaimResult {}

    /** The claim is refused. */
    public record Denied(NicknameViolation problem) implements ClaimResult {}

    /** Claims a nickname as typed for the user of an id; a claim on the user's own nickname is granted again. */
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

    /** Claims the free nickname nearest to the typed one, for a client that cannot be prompted. */
    public Nickname claimNearest(String typed, String person) {
        return claimNearest(typed, person, rules.longest());
    }

    /**
     * Claims the free nickname nearest to the typed one, for a client that cannot be prompted.
     *
     * @param maxLength the longest nickname that the client can handle; a lower limit of the server takes
     *     precedence
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

    /** Releases the nickname if it belongs to this user. */
    public void release(Nickname nickname, String person) {
        claims.computeIfPresent(nickname.key(), (key, held) -> held.person().equals(person) ? null : held);
    }

    /** Returns the id of the user whose nickname this is, ignoring case. */
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
