package dev.parley.bench.server;

import java.nio.file.Path;
import java.util.List;

/**
 * What servers are started with.
 *
 * @param work a folder for what they write
 * @param project the project's folder, where they have been built
 * @param javaHome the Java that those run on which need one
 * @param javaOptions what it is told besides
 */
public record Setup(Path work, Path project, Path javaHome, List<String> javaOptions) {}
