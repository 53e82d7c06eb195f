package dev.parley.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A sequence of events on two nodes that shows one defect for certain, and the defect. */
enum Scenario {
    /** A node stores a message while it lags behind the other one. */
    LAGGING_SENDER(
            "no filling of gaps",
            ClusterChecker.Check.STAYS,
            new Mutation(
                    Scenario.roomHistory(),
                    Map.of(
                            "return follow(new Position(first.epoch(), first.seq() - 1));",
                            "return DONE;",
                            "position.seq() == buffer.head() + 1",
                            "position.seq() > buffer.head()"))),

    /** A node that lags reads messages again that it has. */
    OVERLAPPING_PAGE(
            "overlapping rows accepted",
            ClusterChecker.Check.STAYS,
            new Mutation(Scenario.roomHistory(), Map.of("position.seq() == buffer.head() + 1 && ", ""))),

    /** A client continues on a node that does not know its last message yet. */
    AHEAD(
            "“ahead” without catching up",
            ClusterChecker.Check.STAYS,
            new Mutation(
                    "dev/parley/chat/room/HistoryWindow.java",
                    Map.of("return !(replayFrom", "return true || !(replayFrom"))),

    /** A commit takes long, and the polls are suspended. */
    SLOW_COMMIT(
            "NOTIFY before the commit",
            ClusterChecker.Check.COMMITS,
            new Mutation(
                    Scenario.roomHistory(),
                    Map.of(
                            "publish(last);",
                            "",
                            "return history.append(name, drafts)",
                            "publish(window().positionOf(buffer.head() + drafts.size()));"
                                    + " return history.append(name, drafts)"))),

    /** The answer of the database to an append is lost. */
    LOST_ANSWER(
            "repetition without a ticket",
            ClusterChecker.Check.RECEIPTS,
            new Mutation("append", Map.of("AND ticket = p_ticket", "AND ticket = -p_ticket"))),

    /** A node whose lease has expired stores a message under a nickname that another user has by then. */
    EXPIRED_LEASE(
            "no check of the lease",
            ClusterChecker.Check.NICKNAMES,
            new Mutation(
                    "append", Map.of("IF NOT FOUND THEN PERFORM refuse_node", "IF false THEN PERFORM refuse_node")),
            // The node knows that its lease has expired, and would refuse the message before the database does.
            new Mutation(
                    "dev/parley/chat/room/WaitingPosts.java",
                    Map.of(
                            "return asked != IDLE;",
                            "return false;",
                            "Optional<Refusal> problem = storageHealth.problem();",
                            "Optional<Refusal> problem = Optional.empty();"))),

    /** A node stores a message within its lease; the commit takes until after the end of the lease. */
    LATE_COMMIT("nodes ended without a margin", ClusterChecker.Check.NICKNAMES),

    /** The database is replaced by an older copy on another timeline, and its numbers are used again. */
    FAILOVER(
            "the same epoch after a failover that lost messages",
            ClusterChecker.Check.STAYS,
            new Mutation("adopt_timeline", Map.of("IF NOT p_synchronous THEN", "IF false THEN")));

    @SuppressWarnings("ImmutableEnumChecker") // the list is one of List.of, the map of a mutation one of Map.of
    private final List<Mutation> mutations;

    private final ClusterChecker.Check check;
    private final String defect;

    Scenario(String defect, ClusterChecker.Check check, Mutation... mutations) {
        this.defect = defect;
        this.check = check;
        this.mutations = List.of(mutations);
    }

    /** Returns the defect; empty if it is in the settings of the nodes. */
    List<Mutation> mutations() {
        return mutations;
    }

    /** Returns the check that finds the defect. */
    ClusterChecker.Check check() {
        return check;
    }

    /** Returns the longest time from a commit to its delivery. */
    Duration latest() {
        return this == SLOW_COMMIT ? Duration.ofMillis(900) : Duration.ofSeconds(20);
    }

    private static String roomHistory() {
        return "dev/parley/chat/room/RoomHistory.java";
    }

    /** Returns the defect in words. */
    String defect() {
        return defect;
    }
}
