package dev.parley.bench.server;

import dev.parley.bench.load.LoadTarget;
import java.time.Duration;

/** A server that {@link ServerLauncher} started. */
final class RunningServer implements Server {

    private final String name;
    private final ServerProcess process;
    private final ProcessUsage usage;
    private final LoadTarget target;
    private final boolean java;
    private final Duration startupTime;

    /**
     * @param pid the id of the process whose usage is measured; differs from that of {@code process} under strace
     */
    RunningServer(String name, ServerProcess process, long pid, LoadTarget target, boolean java, Duration startupTime) {
        this.name = name;
        this.process = process;
        this.usage = new ProcessUsage(pid);
        this.target = target;
        this.java = java;
        this.startupTime = startupTime;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LoadTarget target() {
        return target;
    }

    @Override
    public ProcessUsage usage() {
        return usage;
    }

    @Override
    public boolean isJava() {
        return java;
    }

    @Override
    public Duration startupTime() {
        return startupTime;
    }

    @Override
    public void close() {
        process.close();
    }
}
