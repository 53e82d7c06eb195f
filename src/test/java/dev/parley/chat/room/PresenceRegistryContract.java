package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.PresenceRegistry.Change;
import dev.parley.chat.room.PresenceRegistry.Member;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link PresenceRegistry}, for every implementation. */
public abstract class PresenceRegistryContract {

    private static final Member ADA = new Member("1", "ada", "browser");
    private static final Member BOB = new Member("2", "bob", "terminal");

    private PresenceRegistry registry;

    protected abstract PresenceRegistry create();

    /** Returns the id of a node that has a label. */
    protected String node(String label) {
        return label;
    }

    @BeforeEach
    void createRegistry() {
        registry = create();
    }

    private static <T> T get(CompletionStage<T> stage) {
        assertThat(stage.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
        return stage.toCompletableFuture().join();
    }

    private void write(String node, Change... changes) {
        get(registry.write(RoomName.LOBBY, node(node), List.of(changes)));
    }

    private Map<String, List<Member>> members() {
        return get(registry.members(RoomName.LOBBY));
    }

    @Test
    void roomWithoutMembersIsEmpty() {
        assertThat(members()).isEmpty();
    }

    @Test
    void membersAreReturnedByNodeInTheOrderOfTheirWrites() {
        write("a", new Change(BOB, true), new Change(ADA, true));
        write("b", new Change(ADA, true));

        assertThat(members()).isEqualTo(Map.of(node("a"), List.of(BOB, ADA), node("b"), List.of(ADA)));
    }

    @Test
    void memberWithAnotherNameReplacesTheOneWithTheSameId() {
        Member renamed = new Member("1", "ada2", "browser");
        write("a", new Change(ADA, true), new Change(BOB, true));
        write("a", new Change(renamed, true));

        assertThat(members()).isEqualTo(Map.of(node("a"), List.of(renamed, BOB)));
    }

    @Test
    void memberKeepsItsAbsenceUntilItIsWrittenWithout() {
        Member away = new Member("1", "ada", "browser", "lunch");
        write("a", new Change(away, true), new Change(BOB, true));
        assertThat(members()).isEqualTo(Map.of(node("a"), List.of(away, BOB)));

        write("a", new Change(ADA, true));
        assertThat(members()).isEqualTo(Map.of(node("a"), List.of(ADA, BOB)));
    }

    @Test
    void absentMemberIsRemovedFromItsNodeOnly() {
        write("a", new Change(ADA, true));
        write("b", new Change(ADA, true));
        write("a", new Change(ADA, false));
        write("a", new Change(BOB, false));

        assertThat(members()).isEqualTo(Map.of(node("b"), List.of(ADA)));
    }

    @Test
    void roomsAreIndependent() {
        write("a", new Change(ADA, true));

        assertThat(get(registry.members(new RoomName("other")))).isEmpty();
    }

    @Test
    void versionOfARoomChangesWithItsMembers() {
        RoomName other = new RoomName("other");
        List<RoomName> rooms = List.of(RoomName.LOBBY, other);
        Map<RoomName, Long> empty = get(registry.versions(rooms));
        write("a", new Change(ADA, true));
        Map<RoomName, Long> joined = get(registry.versions(rooms));
        write("b", new Change(BOB, true));
        write("a", new Change(ADA, false));
        Map<RoomName, Long> removed = get(registry.versions(rooms));

        assertThat(joined.get(RoomName.LOBBY)).isNotNull().isNotEqualTo(empty.get(RoomName.LOBBY));
        assertThat(removed.get(RoomName.LOBBY)).isNotEqualTo(joined.get(RoomName.LOBBY));
        assertThat(removed.get(other)).isEqualTo(empty.get(other));
        assertThat(get(registry.versions(rooms))).isEqualTo(removed);
    }

    @Test
    void concurrentWritesOfSeveralNodesAreAllApplied() {
        IntStream.range(0, 400)
                .parallel()
                .forEach(i -> write("node" + i % 4, new Change(new Member("u" + i, "n" + i, "browser"), true)));

        assertThat(members())
                .hasSize(4)
                .allSatisfy((node, list) -> assertThat(list).hasSize(100));
    }
}
