package dev.parley.files;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of files.
 *
 * @param directory where files lie; created with the first upload if it does not exist
 * @param maxSize the most bytes of a file
 * @param maxTotal the most bytes of all files with their thumbnails
 * @param maxPerUser the most bytes of the files of one user with their thumbnails
 * @param retention how long a file is kept at most; zero for as long as its message
 */
public record FileSettings(Path directory, long maxSize, long maxTotal, long maxPerUser, Duration retention) {}
