package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicUserIdTest {

    @Test
    void idIsEqualAfterEachRestartOfEachVersion() {
        assertThat(PublicUserId.of("b2b0c5c1-0000-4000-8000-1f2e3d4c5b6a")).isEqualTo("_IRKeYkmgT_RSzKle2zNMA");
    }

    @Test
    void idHas128BitsAndNothingOfTheToken() {
        ResumeToken token = ResumeToken.generate();
        String id = PublicUserId.of(token.digest());

        assertThat(id).matches("[A-Za-z0-9_-]{22}").isEqualTo(PublicUserId.of(token.digest()));
        assertThat(id).isNotEqualTo(PublicUserId.of(ResumeToken.generate().digest()));
        assertThat(token.digest() + token.secret()).doesNotContain(id.substring(0, 8));
    }
}
