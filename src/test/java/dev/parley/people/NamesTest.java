package dev.parley.people;

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

class NamesTest {

    private final NameRules rules = new NameRules(10);
    private final Names names = new Names(rules);

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
    void lettersDigitsAndPunctuationOfAnyScriptAreAName(String typed) {
        String ten = typed.length() > 10 ? typed.substring(1) : typed;
        assertThat(rules.read(ten)).isInstanceOf(NameRules.Good.class);
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
    void whatIsNotANameIsRefusedWithACodeAndASentence(String typed, String code) {
        NameRules.Reading reading = rules.read(typed);
        assertThat(reading).isInstanceOf(NameRules.Bad.class);
        NameProblem problem = ((NameRules.Bad) reading).problem();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.sentence()).endsWith(".").doesNotContain("\u202e").doesNotContain("\u0007");
    }

    @Test
    void theRefusalOfALongNameSaysItsLengthAndTheLimit() {
        NameProblem problem = ((NameRules.Bad) rules.read("abcdefghijkl")).problem();
        assertThat(problem.sentence()).contains("12").contains("10");
    }

    @Test
    void tenCharactersOutsideTheBasicPlaneAreTen() {
        assertThat(rules.read("\uD842\uDFB7".repeat(10))).isInstanceOf(NameRules.Good.class);
        assertThat(rules.read("\uD842\uDFB7".repeat(11))).isInstanceOf(NameRules.Bad.class);
    }

    @Test
    void blanksAroundANameDoNotCount() {
        assertThat(names.claim(" ada ", "1")).isEqualTo(new Names.Granted(Name.of("ada")));
    }

    @ParameterizedTest
    @CsvSource({"ada, ADA", "bobl, bob1", "Ωmega, ωmega", "rnick, mick", "оlga, olga"})
    void whoeverLooksLikeSomebodyHereIsRefused(String here, String alike) {
        assertThat(names.claim(here, "1")).isInstanceOf(Names.Granted.class);
        Names.Claiming claiming = names.claim(alike, "2");
        assertThat(claiming).isInstanceOf(Names.Denied.class);
        assertThat(((Names.Denied) claiming).problem().code()).isEqualTo("name-taken");
    }

    @Test
    void theSentenceOfALookAlikeNamesWhoItLooksLike() {
        names.claim("bobl", "1");
        NameProblem problem = ((Names.Denied) names.claim("bob1", "2")).problem();
        assertThat(problem.sentence()).contains("looks like “bobl”");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "abcdefghij", "岡本太郎岡本太郎岡本", "a_", "x"})
    void aTakenNameComesWithTwoSuggestionsThatAreFreeAndFit(String wanted) {
        names.claim(wanted, "1");
        List<String> suggestions =
                ((Names.Denied) names.claim(wanted, "2")).problem().suggestions();
        assertThat(suggestions).hasSize(2).doesNotHaveDuplicates();
        assertThat(names.claim(suggestions.get(0), "2")).isInstanceOf(Names.Granted.class);
        assertThat(names.claim(suggestions.get(1), "3")).isInstanceOf(Names.Granted.class);
    }

    @Test
    void suggestionsSkipWhatIsTakenToo() {
        names.claim("ada", "1");
        names.claim("ada2", "2");
        names.claim("ada_", "3");
        List<String> suggestions =
                ((Names.Denied) names.claim("ada", "4")).problem().suggestions();
        assertThat(suggestions).containsExactly("ada3", "ada4");
    }

    @Test
    void aReleasedNameIsFreeAndOnlyItsOwnerReleasesIt() {
        names.claim("ada", "1");
        names.release(Name.of("ada"), "2");
        assertThat(names.claim("ada", "2")).isInstanceOf(Names.Denied.class);
        names.release(Name.of("ada"), "1");
        assertThat(names.claim("ada", "2")).isInstanceOf(Names.Granted.class);
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
    void whoCannotBeAskedGetsTheNearestName(String typed, String given) {
        assertThat(names.claimNearest(typed, "1").text()).isEqualTo(given);
    }

    @Test
    void whoCannotBeAskedGetsANumberBehindATakenName() {
        assertThat(names.claimNearest("Jimmy", "1").text()).isEqualTo("Jimmy");
        assertThat(names.claimNearest("Jimmy", "2").text()).isEqualTo("Jimmy2");
        assertThat(names.claimNearest("abcdefghij", "3").text()).isEqualTo("abcdefghij");
        assertThat(names.claimNearest("abcdefghij", "4").text()).isEqualTo("abcdefghi2");
        assertThat(names.claimNearest("", "5").text()).isEqualTo("guest");
        assertThat(names.claimNearest("", "6").text()).isEqualTo("guest2");
    }

    @Test
    void ofManyClaimsThatRaceForOneNameExactlyOneIsGranted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 200; round++) {
                Names fresh = new Names(rules);
                List<Future<Names.Claiming>> claims = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String person = "p" + i;
                    String typed = i % 2 == 0 ? "bobl" : "BOB1";
                    claims.add(threads.submit(() -> fresh.claim(typed, person)));
                }
                int granted = 0;
                for (Future<Names.Claiming> claim : claims) {
                    granted += claim.get() instanceof Names.Granted ? 1 : 0;
                }
                assertThat(granted).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyWhoCannotBeAskedAllGetNamesOfTheirOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Name>> given = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String person = "p" + i;
                given.add(threads.submit(() -> names.claimNearest("Jimmy", person)));
            }
            Set<String> distinct = new HashSet<>();
            for (Future<Name> name : given) {
                distinct.add(name.get().key());
            }
            assertThat(distinct).hasSize(200);
        } finally {
            threads.shutdownNow();
        }
    }
}
