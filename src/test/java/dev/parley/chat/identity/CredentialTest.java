package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CredentialTest {

    private static final List<Function<String, ? extends Optional<? extends Credential>>> PARSERS =
            List.of(ResumeToken::parse, BotKey::parse, HookKey::parse);

    private static List<Credential> oneOfEachKind() {
        return List.of(ResumeToken.generate(), BotKey.generate(), HookKey.generate());
    }

    @Test
    void aWrittenSecretIsParsedAsItsOwnKindOnly() {
        for (Credential credential : oneOfEachKind()) {
            Stream<Credential> parsed = PARSERS.stream()
                    .map(parser -> parser.apply(credential.secret()))
                    .flatMap(Optional::stream);
            assertThat(parsed)
                    .singleElement()
                    .hasSameClassAs(credential)
                    .extracting(Credential::digest)
                    .isEqualTo(credential.digest());
        }
    }

    @Test
    void otherTextsAreNoSecrets() {
        String digits = ResumeToken.generate().secret();
        Collection<String> texts = List.of(
                "",
                "bot_",
                digits.substring(1),
                digits + "0",
                "Bot_" + digits,
                "bot_" + digits + "\n",
                "hook " + digits);
        for (String text : texts) {
            assertThat(PARSERS)
                    .as(text)
                    .allSatisfy(parser -> assertThat(parser.apply(text)).isEmpty());
        }
    }

    @Test
    void theTextForLogsHidesTheSecret() {
        assertThat(oneOfEachKind())
                .extracting(Credential::toString)
                .containsExactly("ResumeToken", "BotKey", "HookKey");
    }

    @Test
    void theDigestIsTheSha256OfTheSecret() {
        assertThat(BotKey.parse("bot_00000000000000000000000000000000")
                        .orElseThrow()
                        .digest())
                .isEqualTo("616e8de24a93e34ee0a6e03e5340819b5c3d3a7558e8dca574db0056135fe674");
    }
}
