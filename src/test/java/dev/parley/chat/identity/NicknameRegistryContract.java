package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.identity.NicknameRegistry.ClaimResult;
import dev.parley.chat.identity.NicknameRegistry.Gone;
import dev.parley.chat.identity.NicknameRegistry.Granted;
import dev.parley.chat.identity.NicknameRegistry.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link NicknameRegistry}; each implementation has a subclass. */
public abstract class NicknameRegistryContract {

    private static final Nickname ADA = Nickname.of("ada");
    private static final Nickname BOB = Nickname.of("bobl");
    private static final Nickname LOOKS_LIKE_BOB = Nickname.of("BOB1");

    /** Returns the registry under test: empty at first. */
    protected abstract NicknameRegistry nicknameRegistry();

    @Test
    void freeNicknameIsGranted() {
        Granted granted = claim(ADA, "1", "a");

        assertThat(granted.claim().userId()).isEqualTo("1");
        assertThat(granted.claim().nickname()).isEqualTo(ADA);
        assertThat(granted.shared()).isFalse();
        assertThat(join(nicknameRegistry().find(ADA))).contains(granted.claim());
        assertThat(join(nicknameRegistry().claimOf("1"))).contains(granted.claim());
    }

    @Test
    void unclaimedNicknameIsNotFound() {
        assertThat(join(nicknameRegistry().find(ADA))).isEmpty();
        assertThat(join(nicknameRegistry().claimOf("1"))).isEmpty();
        assertThat(join(nicknameRegistry().taken(List.of(ADA, BOB)))).isEmpty();
    }

    @Test
    void nicknameAndItsLookAlikesBelongToOneUser() {
        claim(BOB, "1", "a");

        assertThat(join(nicknameRegistry().claim(BOB, "2", "b"))).isEqualTo(new Taken(BOB));
        assertThat(join(nicknameRegistry().claim(LOOKS_LIKE_BOB, "2", "b"))).isEqualTo(new Taken(BOB));
        assertThat(join(nicknameRegistry().claimOf("2"))).isEmpty();
        assertThat(join(nicknameRegistry().find(LOOKS_LIKE_BOB)))
                .map(Claim::userId)
                .contains("1");
        assertThat(join(nicknameRegistry().taken(List.of(ADA, LOOKS_LIKE_BOB)))).isEqualTo(Set.of(LOOKS_LIKE_BOB));
    }

    @Test
    void secondHolderGetsTheNicknameOfTheUserWhateverItsWish() {
        claim(ADA, "1", "a");
        claim(BOB, "2", "b");

        Granted second = claim(ADA, "2", "c");

        assertThat(second.claim().nickname()).isEqualTo(BOB);
        assertThat(second.shared()).isTrue();
        assertThat(join(nicknameRegistry().find(ADA))).map(Claim::userId).contains("1");
    }

    @Test
    void repeatedClaimOfAHolderCountsOnce() {
        claim(ADA, "1", "a");
        assertThat(claim(ADA, "1", "a").shared()).isFalse();
        join(nicknameRegistry().release("1", "a"));

        assertThat(join(nicknameRegistry().find(ADA))).isEmpty();
    }

    @Test
    void absenceBelongsToTheClaimUntilItEnds() {
        Granted claimed = claim(ADA, "1", "a");
        assertThat(claimed.claim().absence()).isEmpty();

        Granted absent = (Granted) join(nicknameRegistry().setAbsence("1", "a", "lunch"));
        assertThat(absent.claim().absence()).isEqualTo("lunch");
        assertThat(absent.claim().nickname()).isEqualTo(ADA);
        assertThat(absent.claim().version()).isGreaterThan(claimed.claim().version());
        assertThat(join(nicknameRegistry().find(ADA))).contains(absent.claim());
        assertThat(join(nicknameRegistry().claimOf("1"))).contains(absent.claim());
        assertThat(claim(ADA, "1", "b").claim().absence()).isEqualTo("lunch");
        Granted renamed = (Granted) join(nicknameRegistry().rename("1", "b", BOB));
        assertThat(renamed.claim().absence()).isEqualTo("lunch");

        assertThat(((Granted) join(nicknameRegistry().setAbsence("1", "b", ""))).shared())
                .isTrue();
        assertThat(join(nicknameRegistry().claimOf("1"))).map(Claim::absence).contains("");
    }

    @Test
    void absenceEndsWithTheLastHolder() {
        claim(ADA, "1", "a");
        join(nicknameRegistry().setAbsence("1", "a", "lunch"));
        join(nicknameRegistry().release("1", "a"));

        assertThat(join(nicknameRegistry().setAbsence("1", "a", "tea"))).isEqualTo(new Gone());
        assertThat(claim(ADA, "1", "b").claim().absence()).isEmpty();
    }

    @Test
    void nicknameIsFreeWhenTheLastHolderIsReleased() {
        claim(ADA, "1", "a");
        claim(ADA, "1", "b");
        join(nicknameRegistry().release("1", "a"));
        assertThat(join(nicknameRegistry().claim(ADA, "2", "c"))).isEqualTo(new Taken(ADA));

        join(nicknameRegistry().release("1", "b"));
        assertThat(claim(ADA, "2", "c").claim().userId()).isEqualTo("2");
    }

    @Test
    void releaseOfAnUnknownHolderHasNoEffect() {
        join(nicknameRegistry().release("1", "a"));
        claim(ADA, "1", "a");
        join(nicknameRegistry().release("1", "b"));
        join(nicknameRegistry().release("2", "a"));
        assertThat(join(nicknameRegistry().find(ADA))).isPresent();

        join(nicknameRegistry().release("1", "a"));
        join(nicknameRegistry().release("1", "a"));
        assertThat(join(nicknameRegistry().find(ADA))).isEmpty();
    }

    @Test
    void renameFreesTheOldNickname() {
        Claim before = claim(ADA, "1", "a").claim();

        Claim renamed = granted(nicknameRegistry().rename("1", "a", BOB)).claim();

        assertThat(renamed.nickname()).isEqualTo(BOB);
        assertThat(renamed.version()).isGreaterThan(before.version());
        assertThat(join(nicknameRegistry().claimOf("1"))).contains(renamed);
        assertThat(join(nicknameRegistry().find(ADA))).isEmpty();
        assertThat(claim(ADA, "2", "b").claim().nickname()).isEqualTo(ADA);
    }

    @Test
    void renameToALookAlikeOfTheOwnNicknameIsGranted() {
        claim(BOB, "1", "a");

        assertThat(granted(nicknameRegistry().rename("1", "a", LOOKS_LIKE_BOB))
                        .claim()
                        .nickname())
                .isEqualTo(LOOKS_LIKE_BOB);
        assertThat(join(nicknameRegistry().claim(BOB, "2", "b"))).isEqualTo(new Taken(LOOKS_LIKE_BOB));
    }

    @Test
    void renameToATakenNicknameChangesNothing() {
        claim(ADA, "1", "a");
        claim(BOB, "2", "b");

        assertThat(join(nicknameRegistry().rename("2", "b", ADA))).isEqualTo(new Taken(ADA));
        assertThat(join(nicknameRegistry().claimOf("2"))).map(Claim::nickname).contains(BOB);
    }

    @Test
    void renameByAReleasedHolderIsRefused() {
        claim(ADA, "1", "a");
        claim(ADA, "1", "b");
        join(nicknameRegistry().release("1", "a"));
        assertThat(join(nicknameRegistry().rename("1", "a", BOB))).isEqualTo(new Gone());

        join(nicknameRegistry().release("1", "b"));
        assertThat(join(nicknameRegistry().rename("1", "b", BOB))).isEqualTo(new Gone());
        assertThat(join(nicknameRegistry().find(BOB))).isEmpty();
    }

    @Test
    void releaseAfterARenameFreesTheNewNickname() {
        claim(ADA, "1", "a");
        join(nicknameRegistry().rename("1", "a", BOB));
        join(nicknameRegistry().release("1", "a"));

        assertThat(join(nicknameRegistry().taken(List.of(ADA, BOB)))).isEmpty();
    }

    @Test
    void exactlyOneOfConcurrentClaimsIsGranted() throws Exception {
        List<Callable<CompletionStage<ClaimResult>>> claims = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String user = "user " + i;
            Nickname wish = i % 2 == 0 ? BOB : LOOKS_LIKE_BOB;
            claims.add(() -> nicknameRegistry().claim(wish, user, user));
        }

        List<ClaimResult> results = atOnce(claims);

        assertThat(results).filteredOn(Granted.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Taken.class::isInstance).hasSize(999);
    }

    @Test
    void concurrentHoldersOfOneUserGetOneNickname() throws Exception {
        List<Callable<CompletionStage<ClaimResult>>> claims = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String holder = "holder " + i;
            Nickname wish = i % 2 == 0 ? ADA : BOB;
            claims.add(() -> nicknameRegistry().claim(wish, "1", holder));
        }

        List<ClaimResult> results = atOnce(claims);

        assertThat(results.stream()
                        .map(result -> ((Granted) result).claim().nickname())
                        .distinct())
                .hasSize(1);
        assertThat(results).filteredOn(result -> !((Granted) result).shared()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void oneOfConcurrentRenamesToANicknameIsGranted() throws Exception {
        List<Callable<CompletionStage<ClaimResult>>> renames = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String user = "user " + i;
            claim(Nickname.of("nick" + i), user, user);
            renames.add(() -> nicknameRegistry().rename(user, user, ADA));
        }

        assertThat(atOnce(renames)).filteredOn(Granted.class::isInstance).hasSize(1);
    }

    private static List<ClaimResult> atOnce(List<Callable<CompletionStage<ClaimResult>>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<ClaimResult> results = new ArrayList<>();
            for (Future<CompletionStage<ClaimResult>> stage : threads.invokeAll(calls)) {
                results.add(join(stage.get()));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private Granted claim(Nickname wish, String userId, String holder) {
        return granted(nicknameRegistry().claim(wish, userId, holder));
    }

    private static Granted granted(CompletionStage<ClaimResult> stage) {
        return (Granted) join(stage);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
