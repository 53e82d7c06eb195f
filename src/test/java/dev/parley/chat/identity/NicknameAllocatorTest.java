package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.memory.InMemoryNicknameRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicknameAllocatorTest {

    private final NicknamePolicy rules = new NicknamePolicy(10);
    private final NicknameRegistry registry = new InMemoryNicknameRegistry();
    private final NicknameAllocator allocator = allocator(registry);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "Ada",
                "o'neill",
                "x",
                "1234567890a",
                "岡本太郎",
                "Ωmega",
                "ÅÄÖ",
                "a.b-c_d",
                "حسن",
                "123456789",
                "-1",
                "_a_"
            })
    void nicknameMayContainLettersDigitsAndPunctuationOfAnyScript(String typed) {
        String ten = typed.length() > 10 ? typed.substring(1) : typed;
        assertThat(rules.parse(ten)).isInstanceOf(NicknamePolicy.Valid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', name-empty",
        "'   ', name-empty",
        "abcdefghijk, name-too-long",
        "two words, name-invalid",
        "'tab\there', name-invalid",
        "smile😀, name-invalid",
        "be\u0007ll, name-invalid",
        "zero\u200bw, name-invalid",
        "rtl\u202eabc, name-invalid",
        "<b>, name-invalid",
        "a>b, name-invalid",
        "/quit, name-invalid",
        "\\quit, name-invalid",
        "1234567890, name-invalid",
        "\u0301, name-invalid",
        "\u0300\u0301\u0302, name-invalid",
        "\u0941x, name-invalid",
        "\u0e31, name-invalid",
        "\u2800, name-invalid",
        "--, name-invalid",
        "_, name-invalid",
        "., name-invalid",
        "$+^, name-invalid",
        "😀, name-invalid",
        "\u3164, name-invalid",
        "Server, name-reserved",
        "SERVER, name-reserved",
        "sеrver, name-reserved",
        "operator, name-reserved",
        "Admin, name-reserved",
        "system, name-reserved",
    })
    void invalidNicknameIsRefusedWithACodeAndASentence(String typed, String code) {
        NicknamePolicy.Result result = rules.parse(typed);
        assertThat(result).isInstanceOf(NicknamePolicy.Invalid.class);
        NicknameViolation problem = ((NicknamePolicy.Invalid) result).problem();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.sentence()).endsWith(".").doesNotContain("\u202e").doesNotContain("\u0007");
    }

    @Test
    void refusalOfALongNicknameContainsItsLengthAndTheLimit() {
        NicknameViolation problem = ((NicknamePolicy.Invalid) rules.parse("abcdefghijkl")).problem();
        assertThat(problem.sentence()).contains("12").contains("10");
    }

    @Test
    void nicknameLengthIsCountedInCodePoints() {
        assertThat(rules.parse("\uD842\uDFB7".repeat(10))).isInstanceOf(NicknamePolicy.Valid.class);
        assertThat(rules.parse("\uD842\uDFB7".repeat(11))).isInstanceOf(NicknamePolicy.Invalid.class);
    }

    @Test
    void blanksAndAByteOrderMarkAroundANicknameAreIgnored() {
        assertThat(granted(claim(" ada ", "1"))).isEqualTo("ada");
        assertThat(granted(claim("\ufeffbob", "2"))).isEqualTo("bob");
    }

    @ParameterizedTest
    @CsvSource({"ada, ADA", "bobl, bob1", "Ωmega, ωmega", "rnick, mick", "оlga, olga"})
    void lookAlikeNicknameIsRefused(String here, String alike) {
        assertThat(claim(here, "1")).isInstanceOf(NicknameAllocator.Granted.class);
        NicknameAllocator.Result claimResult = claim(alike, "2");
        assertThat(claimResult).isInstanceOf(NicknameAllocator.Denied.class);
        assertThat(((NicknameAllocator.Denied) claimResult).problem().code()).isEqualTo("name-taken");
    }

    @Test
    void refusalOfALookAlikeNamesTheExistingNickname() {
        claim("bobl", "1");
        NicknameViolation problem = ((NicknameAllocator.Denied) claim("bob1", "2")).problem();
        assertThat(problem.sentence()).contains("looks like “bobl”");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "abcdefghij", "岡本太郎岡本太郎岡本", "a_", "x"})
    void refusalOfATakenNicknameSuggestsTwoValidFreeOnes(String wanted) {
        claim(wanted, "1");
        List<String> suggestions =
                ((NicknameAllocator.Denied) claim(wanted, "2")).problem().suggestions();
        assertThat(suggestions).hasSize(2).doesNotHaveDuplicates();
        assertThat(claim(suggestions.get(0), "2")).isInstanceOf(NicknameAllocator.Granted.class);
        assertThat(claim(suggestions.get(1), "3")).isInstanceOf(NicknameAllocator.Granted.class);
    }

    @Test
    void suggestionsSkipTakenNicknames() {
        claim("ada", "1");
        claim("ada2", "2");
        claim("ada_", "3");
        List<String> suggestions =
                ((NicknameAllocator.Denied) claim("ada", "4")).problem().suggestions();
        assertThat(suggestions).containsExactly("ada3", "ada4");
    }

    @Test
    void nicknameIsFreeOnlyAfterItsOwnerReleasesIt() {
        claim("ada", "1");
        allocator.release("2", "2");
        assertThat(claim("ada", "2")).isInstanceOf(NicknameAllocator.Denied.class);
        allocator.release("1", "1");
        assertThat(claim("ada", "2")).isInstanceOf(NicknameAllocator.Granted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Jimmy, Jimmy",
        "Jimmy the Kid, JimmytheKi",
        "'', guest",
        "😀😀, guest",
        "Server, guest",
        "1234567890123, guest",
        "a\u001b[31mb, a[31mb",
        "\u0301\u0302ada, ada",
        "\u0301, guest",
        "--, guest",
    })
    void nearestValidNicknameIsClaimed(String typed, String given) {
        assertThat(granted(claimNearest(typed, "1"))).isEqualTo(given);
    }

    @Test
    void takenNicknameIsClaimedWithANumber() {
        assertThat(granted(claimNearest("Jimmy", "1"))).isEqualTo("Jimmy");
        assertThat(granted(claimNearest("Jimmy", "2"))).isEqualTo("Jimmy2");
        assertThat(granted(claimNearest("abcdefghij", "3"))).isEqualTo("abcdefghij");
        assertThat(granted(claimNearest("abcdefghij", "4"))).isEqualTo("abcdefghi2");
        assertThat(granted(claimNearest("", "5"))).isEqualTo("guest");
        assertThat(granted(claimNearest("", "6"))).isEqualTo("guest2");
    }

    @Test
    void nearestNicknameOfAGreatCrowdIsClaimed() {
        for (int i = 0; i < 300; i++) {
            assertThat(granted(claimNearest("Jimmy", "p" + i))).matches("Jimmy[0-9]{0,6}");
        }
        allocator.release("p13", "p13");

        assertThat(granted(claimNearest("Jimmy", "late"))).isEqualTo("Jimmy14");
    }

    @Test
    void nicknameAmongThousandsOfHeldOnesIsFoundWithFewTries() {
        AtomicInteger tries = new AtomicInteger();
        NicknameAllocator counting = new NicknameAllocator(rules, registry, nickname -> {
            tries.incrementAndGet();
            return Optional.empty();
        });
        claim("ada", "1");
        claim("ada_", "_");
        for (int i = 2; i <= 6_000; i++) {
            join(registry.claim(Nickname.of("ada" + i), "p" + i, "p" + i));
        }

        List<String> suggestions =
                denied(join(counting.claim("ada", "late", "late"))).suggestions();
        assertThat(suggestions).hasSize(2).doesNotHaveDuplicates().allMatch(name -> name.matches("ada[0-9]{4,6}"));
        assertThat(claim(suggestions.get(0), "late")).isInstanceOf(NicknameAllocator.Granted.class);
        assertThat(granted(join(counting.claimNearest("ada", 10, "later", "later"))))
                .matches("ada[0-9]{4,6}");
        assertThat(tries).hasValueLessThan(120);
    }

    @Test
    @Timeout(10)
    void nameThatCannotHaveANumberIsClaimedOnceAndThenAsGuest() {
        assertThat(granted(claimNearest("123456789", "1"))).isEqualTo("123456789");
        assertThat(granted(claimNearest("123456789", "2"))).isEqualTo("guest");
        assertThat(granted(claimNearest("123456789", "3"))).isEqualTo("guest2");
    }

    @Test
    void nearestNicknameIsNoLongerThanTheClientCanHandle() {
        assertThat(granted(join(allocator.claimNearest("abcdefghij", 4, "1", "1"))))
                .isEqualTo("abcd");
        assertThat(granted(join(allocator.claimNearest("abcdefghij", 4, "2", "2"))))
                .isEqualTo("abc2");
    }

    @Test
    void claimIsDeniedIfAllNearestNicknamesAreTaken() {
        for (int i = 0; i < 10; i++) {
            join(allocator.claimNearest("x", 1, "p" + i, "p" + i));
        }

        assertThat(join(allocator.claimNearest("x", 1, "late", "late"))).isInstanceOf(NicknameAllocator.Denied.class);
    }

    @Test
    void barredNicknameIsNeitherClaimedNorSuggestedNorAssigned() {
        NicknameAllocator strict = new NicknameAllocator(
                rules,
                registry,
                nickname -> nickname.text().equals("ada2")
                        ? Optional.of(NicknameViolation.banned("ada2", ""))
                        : Optional.empty());
        claim("ada", "1");

        assertThat(denied(join(strict.claim("ada2", "2", "2"))).code()).isEqualTo("name-banned");
        assertThat(denied(join(strict.claim("ada", "2", "2"))).suggestions()).containsExactly("ada3", "ada_");
        assertThat(granted(join(strict.claimNearest("ada", 10, "2", "2")))).isEqualTo("ada3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"robert", "ada", "two words", ""})
    void userKeepsTheNicknameWhateverAnotherLoginTypes(String typed) {
        claim("ada", "1");
        claim("bob", "2");

        NicknameAllocator.Granted second =
                (NicknameAllocator.Granted) join(allocator.claim(typed, "2", "another holder"));

        assertThat(second.claim().nickname().text()).isEqualTo("bob");
        assertThat(second.shared()).isTrue();
    }

    @Test
    void renameIsDeniedForATakenOrInvalidNicknameAndForAUserWithoutOne() {
        claim("ada", "1");
        claim("bob", "2");

        assertThat(denied(join(allocator.rename("2", "2", "ADA"))).code()).isEqualTo("name-taken");
        assertThat(denied(join(allocator.rename("2", "2", "two words"))).code()).isEqualTo("name-invalid");
        assertThat(join(allocator.rename("3", "3", "cyd"))).isInstanceOf(NicknameAllocator.Gone.class);
        assertThat(granted(join(allocator.rename("2", "2", "BOB")))).isEqualTo("BOB");
    }

    @Test
    void findIgnoresCaseButNotLookAlikes() {
        claim("bobl", "1");

        assertThat(join(allocator.find("BOBL")))
                .map(NicknameRegistry.Claim::userId)
                .hasValue("1");
        assertThat(join(allocator.find("bob1"))).isEmpty();
        assertThat(join(allocator.find("two words"))).isEmpty();
    }

    @Test
    void exactlyOneOfConcurrentClaimsIsGranted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 200; round++) {
                NicknameAllocator fresh = allocator(new InMemoryNicknameRegistry());
                List<Future<NicknameAllocator.Result>> claims = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String person = "p" + i;
                    String typed = i % 2 == 0 ? "bobl" : "BOB1";
                    claims.add(threads.submit(() -> join(fresh.claim(typed, person, person))));
                }
                int granted = 0;
                for (Future<NicknameAllocator.Result> claim : claims) {
                    granted += claim.get() instanceof NicknameAllocator.Granted ? 1 : 0;
                }
                assertThat(granted).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void concurrentNearestClaimsAreUnique() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> given = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String person = "p" + i;
                given.add(threads.submit(() -> granted(claimNearest("Jimmy", person))));
            }
            Set<String> distinct = new HashSet<>();
            for (Future<String> nickname : given) {
                distinct.add(Nickname.of(nickname.get()).key());
            }
            assertThat(distinct).hasSize(200);
        } finally {
            threads.shutdownNow();
        }
    }

    private NicknameAllocator allocator(NicknameRegistry claims) {
        return new NicknameAllocator(rules, claims, nickname -> Optional.empty());
    }

    private NicknameAllocator.Result claim(String typed, String userId) {
        return join(allocator.claim(typed, userId, userId));
    }

    private NicknameAllocator.Result claimNearest(String typed, String userId) {
        return join(allocator.claimNearest(typed, Integer.MAX_VALUE, userId, userId));
    }

    private static String granted(NicknameAllocator.Result result) {
        return ((NicknameAllocator.Granted) result).claim().nickname().text();
    }

    private static NicknameViolation denied(NicknameAllocator.Result result) {
        return ((NicknameAllocator.Denied) result).problem();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
