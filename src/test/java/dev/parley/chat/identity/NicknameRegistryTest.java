package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicknameRegistryTest {

    private final NicknamePolicy rules = new NicknamePolicy(10);
    private final NicknameRegistry nicknameRegistry = new NicknameRegistry(rules);

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
                "123456789"
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
    void blanksAroundANicknameAreIgnored() {
        assertThat(nicknameRegistry.claim(" ada ", "1")).isEqualTo(new NicknameRegistry.Granted(Nickname.of("ada")));
    }

    @ParameterizedTest
    @CsvSource({"ada, ADA", "bobl, bob1", "Ωmega, ωmega", "rnick, mick", "оlga, olga"})
    void lookAlikeNicknameIsRefused(String here, String alike) {
        assertThat(nicknameRegistry.claim(here, "1")).isInstanceOf(NicknameRegistry.Granted.class);
        NicknameRegistry.ClaimResult claimResult = nicknameRegistry.claim(alike, "2");
        assertThat(claimResult).isInstanceOf(NicknameRegistry.Denied.class);
        assertThat(((NicknameRegistry.Denied) claimResult).problem().code()).isEqualTo("name-taken");
    }

    @Test
    void refusalOfALookAlikeNamesTheExistingNickname() {
        nicknameRegistry.claim("bobl", "1");
        NicknameViolation problem = ((NicknameRegistry.Denied) nicknameRegistry.claim("bob1", "2")).problem();
        assertThat(problem.sentence()).contains("looks like “bobl”");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "abcdefghij", "岡本太郎岡本太郎岡本", "a_", "x"})
    void refusalOfATakenNicknameSuggestsTwoValidFreeOnes(String wanted) {
        nicknameRegistry.claim(wanted, "1");
        List<String> suggestions = ((NicknameRegistry.Denied) nicknameRegistry.claim(wanted, "2"))
                .problem()
                .suggestions();
        assertThat(suggestions).hasSize(2).doesNotHaveDuplicates();
        assertThat(nicknameRegistry.claim(suggestions.get(0), "2")).isInstanceOf(NicknameRegistry.Granted.class);
        assertThat(nicknameRegistry.claim(suggestions.get(1), "3")).isInstanceOf(NicknameRegistry.Granted.class);
    }

    @Test
    void suggestionsSkipTakenNicknames() {
        nicknameRegistry.claim("ada", "1");
        nicknameRegistry.claim("ada2", "2");
        nicknameRegistry.claim("ada_", "3");
        List<String> suggestions = ((NicknameRegistry.Denied) nicknameRegistry.claim("ada", "4"))
                .problem()
                .suggestions();
        assertThat(suggestions).containsExactly("ada3", "ada4");
    }

    @Test
    void nicknameIsFreeOnlyAfterItsOwnerReleasesIt() {
        nicknameRegistry.claim("ada", "1");
        nicknameRegistry.release(Nickname.of("ada"), "2");
        assertThat(nicknameRegistry.claim("ada", "2")).isInstanceOf(NicknameRegistry.Denied.class);
        nicknameRegistry.release(Nickname.of("ada"), "1");
        assertThat(nicknameRegistry.claim("ada", "2")).isInstanceOf(NicknameRegistry.Granted.class);
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
    })
    void nearestValidNicknameIsClaimed(String typed, String given) {
        assertThat(nicknameRegistry.claimNearest(typed, "1").text()).isEqualTo(given);
    }

    @Test
    void takenNicknameIsClaimedWithANumber() {
        assertThat(nicknameRegistry.claimNearest("Jimmy", "1").text()).isEqualTo("Jimmy");
        assertThat(nicknameRegistry.claimNearest("Jimmy", "2").text()).isEqualTo("Jimmy2");
        assertThat(nicknameRegistry.claimNearest("abcdefghij", "3").text()).isEqualTo("abcdefghij");
        assertThat(nicknameRegistry.claimNearest("abcdefghij", "4").text()).isEqualTo("abcdefghi2");
        assertThat(nicknameRegistry.claimNearest("", "5").text()).isEqualTo("guest");
        assertThat(nicknameRegistry.claimNearest("", "6").text()).isEqualTo("guest2");
    }

    @Test
    void exactlyOneOfConcurrentClaimsIsGranted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 200; round++) {
                NicknameRegistry fresh = new NicknameRegistry(rules);
                List<Future<NicknameRegistry.ClaimResult>> claims = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String person = "p" + i;
                    String typed = i % 2 == 0 ? "bobl" : "BOB1";
                    claims.add(threads.submit(() -> fresh.claim(typed, person)));
                }
                int granted = 0;
                for (Future<NicknameRegistry.ClaimResult> claim : claims) {
                    granted += claim.get() instanceof NicknameRegistry.Granted ? 1 : 0;
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
            List<Future<Nickname>> given = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String person = "p" + i;
                given.add(threads.submit(() -> nicknameRegistry.claimNearest("Jimmy", person)));
            }
            Set<String> distinct = new HashSet<>();
            for (Future<Nickname> nickname : given) {
                distinct.add(nickname.get().key());
            }
            assertThat(distinct).hasSize(200);
        } finally {
            threads.shutdownNow();
        }
    }
}
