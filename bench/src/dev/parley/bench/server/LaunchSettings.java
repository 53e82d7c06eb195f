package dev.parley.bench.server;

import java.nio.file.Path;
import java.util.List;

/**
 * Settings for the start of servers.
 *
 * @param workFolder the folder for the files that servers write
 * @param projectFolder the root of the project, with the built jars
 * @param javaHome the home of the Java for servers that run on Java
 * @param javaOptions the options of that Java
 */
public record LaunchSettings(Path workFolder, Path projectFolder, Path javaHome, List<String> javaOptions) {}
