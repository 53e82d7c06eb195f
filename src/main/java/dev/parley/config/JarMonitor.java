package dev.parley.config;

import dev.parley.chat.room.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts the server down if its jar is overwritten, because the Java process can load no further class from it and every
 * new connection would fail. A jar that is replaced by another file, as {@code mv} does, stays readable for the process.
 */
final class JarMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(JarMonitor.class);

    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** The time for which a start has the processor to itself. */
    private static final Duration PRELOAD_AFTER = Duration.ofSeconds(10);

    /** The classes of which a shutdown needs some that are not loaded before. */
    private static final Pattern SHUTDOWN =
            Pattern.compile("dev/parley/(chat|config|console|protocol|stomp|storage|tcp|websocket)/.*"
                    + "|io/netty/buffer/(Fixed|ReadOnly|Unpooled|Unreleasable|Wrapped).*"
                    + "|io/netty/channel/(Abstract|Channel|Default|socket/Channel).*"
                    + "|io/netty/util/(Recycler|concurrent/(Default|Global|Promise)|internal/(Promise|shaded/.*/Mpsc)).*"
                    + "|ch/qos/logback/(classic|core)/spi/.*"
                    + "|org/apache/catalina/(ContainerEvent|Lifecycle|loader/|core/ContainerBase).*"
                    + "|org/apache/tomcat/websocket/.*"
                    + "|org/springframework/boot/web/server/Graceful.*"
                    + "|org/springframework/util/FileSystemUtils.*"
                    + "|org/springframework/web/socket/(Close|handler|adapter).*");

    private static final String CLASS = ".class";

    private final Path jar;
    private final Runnable shutdown;
    private final @Nullable Version first;
    private @Nullable Version last;

    /** The attributes of a file that change with its content. */
    private record Version(@Nullable Object key, long size, long modified) {}

    /**
     * Remembers the jar as it is now.
     *
     * @param shutdown starts the shutdown
     */
    JarMonitor(Path jar, Runnable shutdown) {
        this.jar = jar;
        this.shutdown = shutdown;
        this.first = version(jar);
        this.last = first;
    }

    /** Checks the jar every 2 seconds. Soon loads the classes of the shutdown, which the jar may not yield later. */
    void start(Scheduler scheduler) {
        if (first != null && first.key != null) {
            scheduler.scheduleWithFixedDelay(PERIOD, this::check);
            scheduler.schedule(PRELOAD_AFTER, () -> {
                Thread thread = new Thread(this::preload, "parley-preload");
                thread.setDaemon(true);
                thread.start();
            });
        }
    }

    private void preload() {
        try (JarFile entries = new JarFile(jar.toFile())) {
            entries.stream()
                    .map(JarEntry::getName)
                    .filter(name ->
                            name.endsWith(CLASS) && SHUTDOWN.matcher(name).matches())
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .forEach(JarMonitor::preload);
        } catch (IOException e) {
            LOG.debug("The classes of {} are not loaded in advance.", jar, e);
        }
    }

    private static void preload(String name) {
        try {
            Class.forName(name, false, JarMonitor.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.trace("The class {} needs a library that the jar does not contain.", name, e);
        }
    }

    /** Compares the jar with the one of the last check. */
    void check() {
        Version now = version(jar);
        if (first == null || now == null || now.equals(last)) {
            return;
        }
        last = now;
        if (now.key != null && !Objects.equals(now.key, first.key)) {
            LOG.atInfo()
                    .addKeyValue("event", "jar-replaced")
                    .log("{} was replaced. The server runs the previous version until it is restarted.", jar);
        } else {
            LOG.atError()
                    .addKeyValue("event", "jar-overwritten")
                    .log(
                            "{} was overwritten while the server runs from it, so that the server cannot go on. It shuts down."
                                    + " To upgrade, stop the server first, or replace the file with mv.",
                            jar);
            shutdown.run();
        }
    }

    private static @Nullable Version version(Path jar) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
            return new Version(
                    attributes.fileKey(),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis());
        } catch (IOException ignored) {
            return null;
        }
    }
}
