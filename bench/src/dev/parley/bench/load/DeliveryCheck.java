package dev.parley.bench.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Compares the messages that readers received in a run with those that were sent. */
final class DeliveryCheck {

    private DeliveryCheck() {}

    /**
     * Counts the faults of a run that has ended.
     *
     * @param expected returns the number of messages that a client should have received
     * @param receipts whether the senders requested receipts
     */
    static LoadResult.Faults faults(LoadRun run, ClientPool pool, ToIntFunction<Client> expected, boolean receipts) {
        long lost = 0;
        long duplicates = 0;
        long reordered = 0;
        long gaps = 0;
        List<Client> readers =
                pool.clients().stream().filter(client -> !client.isStalled()).toList();
        for (Client client : readers) {
            ReceivedMessages received = received(client);
            lost += expected.applyAsInt(client) - received.count();
            duplicates += received.duplicates();
            reordered += received.reordered();
            gaps += pool.echoesOwnMessages() ? received.gaps() : 0;
        }
        return new LoadResult.Faults(
                lost,
                duplicates,
                reordered,
                gaps,
                readersWithDifferentOrder(pool, readers, expected),
                receipts ? run.sent() - pool.receipts() : 0,
                readers.stream().filter(client -> client.closeReason() != null).count(),
                pool.firstCloseReason());
    }

    private static ReceivedMessages received(Client client) {
        ReceivedMessages received = client.receivedMessages();
        if (received == null) {
            throw new IllegalStateException("Client " + client.number() + " has no record of received messages.");
        }
        return received;
    }

    /** Counts the readers that received all messages, but in a different order than most readers of their room. */
    private static long readersWithDifferentOrder(
            ClientPool pool, List<Client> readers, ToIntFunction<Client> expected) {
        Map<Integer, Map<Long, Long>> readersByOrder = new HashMap<>();
        readers.stream()
                .filter(client -> received(client).count() == expected.applyAsInt(client))
                // Without its own messages, the order of a sender cannot be compared.
                .filter(client -> pool.echoesOwnMessages()
                        || client.number() >= pool.layout().senders())
                .forEach(client -> readersByOrder
                        .computeIfAbsent(client.room(), room -> new HashMap<>())
                        .merge(received(client).orderDigest(), 1L, Long::sum));
        return readersByOrder.values().stream()
                .mapToLong(room ->
                        room.values().stream().mapToLong(Long::longValue).sum()
                                - room.values().stream()
                                        .mapToLong(Long::longValue)
                                        .max()
                                        .orElse(0))
                .sum();
    }
}
