package dev.parley.bench.load;

/** Reads the CPU time of the server and of the load generator, at the start and at the end of a measurement. */
public interface CpuMeter {

    /** Returns the CPU time that the server process has used since its start, in microseconds. */
    long serverCpuMicros();

    /** Returns the CPU time that this process has used since its start, in microseconds. */
    long loadCpuMicros();
}
