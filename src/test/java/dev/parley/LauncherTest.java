package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks {@code bin/parley} with a fake Java that prints its arguments. */
class LauncherTest {

    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "11.0.2" 2019-01-15' >&2; exit; fi
            for word; do echo "$word"; done
            exit 7
            """;

    @TempDir
    private Path folder;

    private Path opt;
    private Path home;

    @BeforeEach
    void install() throws IOException {
        opt = Files.createDirectories(folder.resolve("opt/par ley"));
        Files.copy(Path.of("bin/parley"), opt.resolve("parley"));
        executable(opt.resolve("parley"));
        Files.createFile(opt.resolve("parley.jar"));
        home = fakeJava("home", "17.0.15");
    }

    @Test
    void launcherPassesArgumentsToTheJarAndReturnsItsExitCode() throws Exception {
        Result result = run(opt.resolve("parley"), home, "serve", "30022", "two words", "");

        assertThat(result.out())
                .containsExactly(
                        "-jar", opt.toRealPath().resolve("parley.jar").toString(), "serve", "30022", "two words", "");
        assertThat(result.code()).isEqualTo(7);
    }

    @Test
    void launcherFindsTheJarThroughChainedSymbolicLinks() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("other"), Path.of("../opt/par ley/parley"));
        Files.createSymbolicLink(bin.resolve("parley"), bin.resolve("other"));

        assertThat(run(bin.resolve("parley"), home).out())
                .contains(opt.toRealPath().resolve("parley.jar").toString());
    }

    @Test
    void launcherFindsTheJarOfABuild() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("clone/bin"));
        Path target = Files.createDirectories(folder.resolve("clone/target"));
        Files.createFile(target.resolve("parley.jar"));
        Files.copy(Path.of("bin/parley"), bin.resolve("parley"));
        executable(bin.resolve("parley"));

        assertThat(run(bin.resolve("parley"), home).out().get(1)).endsWith("clone/bin/../target/parley.jar");
    }

    @Test
    void missingJarIsReported() throws Exception {
        Files.delete(opt.resolve("parley.jar"));

        assertThat(run(opt.resolve("parley"), home).error()).contains("there is no parley.jar");
    }

    @Test
    void oldJavaIsReportedWithItsVersion() throws Exception {
        assertThat(run(opt.resolve("parley"), fakeJava("old", "1.8.0_402")).error())
                .contains("is Java 1.8.0_402, and Parley needs 17 or newer");
    }

    @Test
    void launcherRunsAJavaWithoutReleaseFileForItsVersion() throws Exception {
        Path withoutRelease = fakeJava("withoutRelease", "17");
        Files.delete(withoutRelease.resolve("release"));

        assertThat(run(opt.resolve("parley"), withoutRelease).error()).contains("is Java 11.0.2");
    }

    @Test
    void javaHomeWithoutJavaIsReported() throws Exception {
        assertThat(run(opt.resolve("parley"), folder).error()).contains("JAVA_HOME is " + folder);
    }

    @Test
    void missingJavaIsReportedWithTheRequiredVersion() throws Exception {
        assertThat(run(opt.resolve("parley"), null).error()).contains("there is no java. Install Java 17 or newer");
    }

    @Test
    void javaOnThePathIsUsedWithoutJavaHome() throws Exception {
        Files.createSymbolicLink(tools().resolve("java"), home.resolve("bin/java"));

        assertThat(run(opt.resolve("parley"), null, "help").out()).contains("help");
    }

    private Path fakeJava(String name, String version) throws IOException {
        Path made = folder.resolve(name);
        Files.createDirectories(made.resolve("bin"));
        executable(Files.writeString(made.resolve("bin/java"), JAVA));
        Files.writeString(made.resolve("release"), "IMPLEMENTOR=\"N/A\"\nJAVA_VERSION=\"" + version + "\"\n");
        return made;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Returns a folder for the PATH with the tools that the script needs, and without Java. */
    private Path tools() throws IOException {
        Path tools = folder.resolve("tools");
        if (!Files.exists(tools)) {
            Files.createDirectories(tools);
            for (String tool : List.of("dirname", "readlink", "sed", "head", "echo")) {
                Path there =
                        Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
                Files.createSymbolicLink(tools.resolve(tool), there);
            }
        }
        return tools;
    }

    private record Result(int code, List<String> out, String err) {
        String error() {
            assertThat(out).isEmpty();
            assertThat(code).isEqualTo(1);
            return err;
        }
    }

    private Result run(Path script, @Nullable Path javaHome, String... words) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString());
        builder.command().addAll(List.of(words));
        builder.environment().put("PATH", tools().toString());
        builder.environment().remove("JAVA_HOME");
        if (javaHome != null) {
            builder.environment().put("JAVA_HOME", javaHome.toString());
        }
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readAllLines(out, UTF_8), Files.readString(err, UTF_8));
    }
}
