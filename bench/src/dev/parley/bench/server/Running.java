package dev.parley.bench.server;

import dev.parley.bench.load.LoadTarget;
import java.time.Duration;

/** A server that was started here. */
final class Running implements Server {

    private final String name;
    private final Program program;
    private final Usage usage;
    private final LoadTarget dialect;
    private final boolean java;
    private final Duration startedIn;

    Running(String name, Program program, long pid, LoadTarget dialect, boolean java, Duration startedIn) {
        this.name = name;
        this.program = program;
        this.usage = new Usage(pid);
        this.dialect = dialect;
        this.java = java;
        this.startedIn = startedIn;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LoadTarget dialect() {
        return dialect;
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public boolean isJava() {
        return java;
    }

    @Override
    public Duration startedIn() {
        return startedIn;
    }

    @Override
    public void close() {
        program.close();
    }
}
