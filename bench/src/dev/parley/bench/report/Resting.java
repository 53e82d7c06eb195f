package dev.parley.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * What connections cost that do nothing.
 *
 * @param server its name
 * @param connections how many
 * @param residentBytes memory in RAM, for each
 * @param liveBytes heap that lives, for each; null for what does not run on Java
 * @param coldMicros CPU to let each in, on a server that has just started
 * @param warmMicros CPU to let each in, on a server that has done much
 */
public record Resting(
        String server,
        int connections,
        double residentBytes,
        @Nullable Double liveBytes,
        double coldMicros,
        double warmMicros) {}
