package dev.parley.observability;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Samples the heap of this process. Thread-safe. */
final class JvmHeap {

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();

    /** The pool of long-lived objects: the one with the largest maximum. */
    private final Optional<MemoryPoolMXBean> pool = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(candidate -> candidate.getType() == MemoryType.HEAP)
            .filter(candidate -> candidate.getCollectionUsage() != null)
            .max(Comparator.comparingLong(
                    candidate -> candidate.getCollectionUsage().getMax()));

    HeapMonitor.HeapSample sample() {
        long millis = collectors.stream()
                .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
                .sum();
        return new HeapMonitor.HeapSample(
                pool.map(MemoryPoolMXBean::getCollectionUsage)
                        .map(JvmHeap::share)
                        .orElse(0.0),
                millis);
    }

    private static double share(MemoryUsage usage) {
        return usage.getMax() <= 0 ? 0 : (double) usage.getUsed() / usage.getMax();
    }
}
