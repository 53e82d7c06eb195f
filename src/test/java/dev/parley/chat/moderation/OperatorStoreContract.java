package dev.parley.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link OperatorStore}; each implementation has a subclass. */
public abstract class OperatorStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final OperatorGrant ADA = new OperatorGrant("1", "ada", "console", NOW);
    private static final OperatorGrant BOB = new OperatorGrant("2", "Böb", "ada", NOW.plusSeconds(1));

    /** Returns the store under test: empty at first. */
    protected abstract OperatorStore operatorStore();

    @Test
    void savedOperatorsAreReadUnchangedAndOneOfTheSameUserIsReplaced() {
        join(operatorStore().save(BOB));
        join(operatorStore().save(ADA));
        OperatorGrant again = new OperatorGrant("1", "Ada", "password", NOW.plusSeconds(2));
        assertThat(join(operatorStore().all())).containsExactlyInAnyOrder(ADA, BOB);

        join(operatorStore().save(again));

        assertThat(join(operatorStore().all())).containsExactly(BOB, again);
    }

    @Test
    void deleteRemovesOnlyTheGivenOperator() {
        join(operatorStore().save(ADA));
        join(operatorStore().save(BOB));

        join(operatorStore().delete("1"));
        join(operatorStore().delete("unknown"));

        assertThat(join(operatorStore().all())).containsExactly(BOB);
    }

    @Test
    void codeIsFoundOnceUntilItExpires() {
        join(operatorStore().saveCode("first", "ada", NOW.plusSeconds(600)));
        join(operatorStore().saveCode("second", "console", NOW.plusSeconds(600)));

        assertThat(join(operatorStore().redeem("third", NOW))).isEmpty();
        assertThat(join(operatorStore().redeem("first", NOW))).hasValue("ada");
        assertThat(join(operatorStore().redeem("first", NOW))).isEmpty();
        assertThat(join(operatorStore().redeem("second", NOW.plusSeconds(600)))).isEmpty();
        assertThat(join(operatorStore().redeem("second", NOW))).isEmpty();
    }

    /** Checks that an operator has the last nickname of its token. */
    protected final void checkNickname(TokenStore tokens) {
        join(operatorStore().save(ADA));
        join(tokens.save(List.of(new TokenStore.TokenOwner("1", "eve")), NOW));

        assertThat(join(operatorStore().all())).extracting(OperatorGrant::name).containsExactly("eve");
    }

    protected static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
