package dev.parley.chat.identity;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.NicknameRegistry.ClaimResult;
import dev.parley.chat.identity.NicknameRegistry.Taken;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Applies the rules for nicknames to the claims in the {@link NicknameRegistry}: which nicknames are allowed, and which
 * are offered instead of one that is taken. Thread-safe; nothing blocks. Its stages complete as those of the registry, and
 * fail as they do.
 */
public final class NicknameAllocator {

    private static final int FIRST_BATCH = 4;
    private static final int MAX_BATCH = 32;

    private final NicknamePolicy rules;
    private final NicknameRegistry registry;
    private final Function<Nickname, Optional<NicknameViolation>> bars;

    /**
     * Creates an allocator.
     *
     * @param bars returns why a nickname is refused at present; called for each wish, and must not block
     */
    public NicknameAllocator(
            NicknamePolicy rules, NicknameRegistry registry, Function<Nickname, Optional<NicknameViolation>> bars) {
        this.rules = rules;
        this.registry = registry;
        this.bars = bars;
    }

    /** The result of a claim, or of a change of one. */
    public sealed interface Result permits Granted, Denied, Gone {}

    /** The nickname belongs to the user; {@code shared} as in {@link NicknameRegistry.Granted}. */
    public record Granted(Claim claim, boolean shared) implements Result {}

    /** The claim is refused. */
    public record Denied(NicknameViolation problem) implements Result {}

    /** The holder is no holder of a nickname any more. */
    public record Gone() implements Result {}

    /**
     * Claims a nickname as typed. A user that has a nickname keeps it, and the typed one is ignored.
     *
     * @param holder the holder of the claim, see {@link NicknameRegistry#claim}
     */
    public CompletionStage<Result> claim(String typed, String userId, String holder) {
        NicknamePolicy.Result parsed = parse(typed);
        return parsed instanceof NicknamePolicy.Valid valid
                ? claim(valid.nickname(), userId, holder)
                : registry.claimOf(userId)
                        .thenCompose(known -> known.isPresent()
                                ? claim(known.get().nickname(), userId, holder)
                                : completedFuture(denied(parsed)));
    }

    private CompletionStage<Result> claim(Nickname wish, String userId, String holder) {
        return registry.claim(wish, userId, holder).thenCompose(result -> toResult(wish, result));
    }

    /**
     * Claims the free nickname nearest to the typed one, for a user without a nickname that cannot be prompted.
     *
     * @param maxLength the longest nickname that the client can handle; a lower limit of the server takes precedence
     */
    public CompletionStage<Result> claimNearest(String typed, int maxLength, String userId, String holder) {
        NicknamePolicy limited = new NicknamePolicy(Math.min(rules.longest(), maxLength));
        return free(limited.nearest(typed).iterator(), 1, FIRST_BATCH).thenCompose(free -> {
            if (free.isEmpty()) {
                return completedFuture(new Denied(NicknameViolation.taken(typed, List.of())));
            }
            return registry.claim(free.get(0), userId, holder)
                    .thenCompose(result -> result instanceof Taken
                            ? claimNearest(typed, maxLength, userId, holder)
                            : toResult(free.get(0), result));
        });
    }

    /** Releases a holder of a user; the nickname is free with the last one. Never fails. */
    public CompletionStage<Void> release(String userId, String holder) {
        return registry.release(userId, holder);
    }

    /** Changes the nickname of a user to one as typed; {@code holder} as in {@link NicknameRegistry#rename}. */
    public CompletionStage<Result> rename(String userId, String holder, String typed) {
        NicknamePolicy.Result parsed = parse(typed);
        return parsed instanceof NicknamePolicy.Valid valid
                ? registry.rename(userId, holder, valid.nickname())
                        .thenCompose(result -> toResult(valid.nickname(), result))
                : completedFuture(denied(parsed));
    }

    /** Sets the absence of a user, see {@link NicknameRegistry#setAbsence}; granted or gone. */
    public CompletionStage<Result> setAbsence(String userId, String holder, String absence) {
        return registry.setAbsence(userId, holder, absence)
                .thenApply(result -> result instanceof NicknameRegistry.Granted granted
                        ? new Granted(granted.claim(), granted.shared())
                        : new Gone());
    }

    /** Finds the claim on a nickname, ignoring case. */
    public CompletionStage<Optional<Claim>> find(String typed) {
        return rules.parse(typed) instanceof NicknamePolicy.Valid valid
                ? registry.find(valid.nickname())
                        .thenApply(
                                found -> found.filter(claim -> claim.nickname().equalsIgnoreCase(valid.nickname())))
                : completedFuture(Optional.empty());
    }

    /** Returns the claim of a user. */
    public CompletionStage<Optional<Claim>> claimOf(String userId) {
        return registry.claimOf(userId);
    }

    private NicknamePolicy.Result parse(String typed) {
        NicknamePolicy.Result result = rules.parse(typed);
        return result instanceof NicknamePolicy.Valid valid
                ? bars.apply(valid.nickname())
                        .<NicknamePolicy.Result>map(NicknamePolicy.Invalid::new)
                        .orElse(valid)
                : result;
    }

    private static Denied denied(NicknamePolicy.Result parsed) {
        return new Denied(((NicknamePolicy.Invalid) parsed).problem());
    }

    private CompletionStage<Result> toResult(Nickname wish, ClaimResult result) {
        if (result instanceof NicknameRegistry.Granted granted) {
            return completedFuture(new Granted(granted.claim(), granted.shared()));
        }
        return result instanceof Taken taken
                ? suggestions(wish).thenApply(free -> new Denied(violation(wish, taken.holder(), free)))
                : completedFuture(new Gone());
    }

    private static NicknameViolation violation(Nickname wish, Nickname holder, List<String> suggestions) {
        return wish.equalsIgnoreCase(holder)
                ? NicknameViolation.taken(wish.text(), suggestions)
                : NicknameViolation.looksLike(wish.text(), holder.text(), suggestions);
    }

    /** Returns up to 2 allowed and free nicknames: one with a number, and one with an underscore or another number. */
    private CompletionStage<List<String>> suggestions(Nickname wish) {
        return free(rules.numbered(wish.text()).iterator(), 2, FIRST_BATCH)
                .thenCombine(
                        free(rules.underscored(wish).iterator(), 1, 1),
                        (numbered, underscored) -> Stream.of(
                                        numbered.stream().limit(1),
                                        underscored.stream(),
                                        numbered.stream().skip(1))
                                .flatMap(nicknames -> nicknames)
                                .map(Nickname::text)
                                .limit(2)
                                .toList());
    }

    /** Returns the first free nicknames of the candidates. Asks for batches of rising size. */
    private CompletionStage<List<Nickname>> free(Iterator<Nickname> candidates, int count, int batch) {
        List<Nickname> asked = new ArrayList<>(batch);
        while (asked.size() < batch && candidates.hasNext()) {
            Nickname candidate = candidates.next();
            if (bars.apply(candidate).isEmpty()) {
                asked.add(candidate);
            }
        }
        if (asked.isEmpty()) {
            return completedFuture(List.of());
        }
        return registry.taken(asked).thenCompose(taken -> {
            List<Nickname> free = asked.stream()
                    .filter(nickname -> !taken.contains(nickname))
                    .limit(count)
                    .toList();
            return free.size() == count
                    ? completedFuture(free)
                    : free(candidates, count - free.size(), Math.min(2 * batch, MAX_BATCH))
                            .thenApply(more ->
                                    Stream.concat(free.stream(), more.stream()).toList());
        });
    }
}
