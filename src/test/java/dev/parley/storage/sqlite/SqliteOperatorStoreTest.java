package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.OperatorGrant;
import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.OperatorStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteOperatorStoreTest extends OperatorStoreContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = files.reopen(Clock.systemUTC(), Runnable::run);
    }

    @Override
    protected OperatorStore operatorStore() {
        return history.operatorStore();
    }

    @Test
    void operatorHasTheLastNicknameOfItsToken() {
        checkNickname(history.tokenStore());
    }

    @Test
    void operatorsAndCodesSurviveARestart() {
        Instant now = Instant.parse("2026-11-30T08:00:00Z");
        OperatorGrant ada = new OperatorGrant("1", "ada", "console", now);
        join(operatorStore().save(ada));
        join(operatorStore().saveCode("code", "ada", now.plusSeconds(1)));
        open();

        assertThat(join(operatorStore().all())).containsExactly(ada);
        assertThat(join(operatorStore().redeem("code", now))).hasValue("ada");
    }

    @Test
    void operatorEndsWithItsToken() {
        Instant now = Instant.now();
        OperatorGrant ada = new OperatorGrant("1", "ada", "console", now.minus(Duration.ofDays(9)));
        OperatorGrant bob = new OperatorGrant("2", "bob", "console", now.minus(Duration.ofDays(9)));
        OperatorGrant cyd = new OperatorGrant("3", "cyd", "console", now.minus(Duration.ofDays(7)));
        join(history.tokenStore().save(List.of(new TokenStore.TokenOwner("1", "ada")), now));
        List.of(ada, bob, cyd).forEach(grant -> join(operatorStore().save(grant)));

        join(history.prune(now).thenApply(done -> true));

        assertThat(join(operatorStore().all())).extracting(OperatorGrant::name).containsExactlyInAnyOrder("ada", "cyd");
    }
}
