package dev.parley.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.core.env.ConfigurableEnvironment;

/** Finds the files with settings: beside the jar, and in the working directory, which takes precedence. */
final class SettingsFiles {

    /** The locations of Spring Boot, in two groups, to be put around another one. */
    private static final String FIRST = "optional:classpath:/;optional:classpath:/config/";

    private static final String LAST = "optional:file:./;optional:file:./config/;optional:file:./config/*/";

    /** The name that Spring Boot gives a property source of a file. */
    private static final Pattern SOURCE = Pattern.compile("Config resource 'file \\[(.*)]' via location .*");

    private SettingsFiles() {}

    /** Returns the value of {@code spring.config.location} for an application. */
    static String locations(Class<?> application) {
        Path jar = jar(application);
        Path folder = jar == null ? null : jar.getParent();
        if (folder == null || folder.equals(Path.of("").toAbsolutePath())) {
            return FIRST + "," + LAST;
        }
        String besideJar = folder.toUri().toString();
        return FIRST + ",optional:" + besideJar + ";optional:" + besideJar + "config/," + LAST;
    }

    /** Returns the jar that contains a class; null if it is in a folder. */
    static @Nullable Path jar(Class<?> application) {
        var source = new ApplicationHome(application).getSource();
        return source == null || !source.isFile() ? null : source.toPath().toAbsolutePath();
    }

    /** Returns the files that were read, the one that takes precedence first. */
    static List<Path> read(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .map(source -> SOURCE.matcher(source.getName()))
                .filter(Matcher::matches)
                .map(name -> Path.of(name.group(1)).toAbsolutePath().normalize())
                .distinct()
                .toList();
    }
}
