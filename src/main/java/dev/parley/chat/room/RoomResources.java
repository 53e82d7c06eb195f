package dev.parley.chat.room;

import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * Holds what rooms need from outside the core.
 *
 * @param relay reaches the other nodes; {@link RoomRelay#NONE} if there are none
 * @param presence has the members of all nodes
 * @param lease has the id of this node
 * @param lanes runs the tasks of the rooms, which do not block
 */
public record RoomResources(
        MessageHistory messageHistory,
        RoomRelay relay,
        PresenceRegistry presence,
        NodeLease lease,
        Clock clock,
        Scheduler scheduler,
        Executor lanes) {

    /** Creates the resources of a node that keeps its id. */
    public RoomResources(
            MessageHistory messageHistory,
            RoomRelay relay,
            PresenceRegistry presence,
            String nodeId,
            Clock clock,
            Scheduler scheduler,
            Executor lanes) {
        this(messageHistory, relay, presence, NodeLease.permanent(nodeId), clock, scheduler, lanes);
    }

    /** Returns the present id of this node. */
    public String node() {
        return lease.nodeId();
    }
}
