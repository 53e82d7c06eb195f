package dev.parley.storage.postgres;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tags a test that uses PostgreSQL, and skips it where the PostgreSQL of {@link TestDatabase} does not run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("postgres")
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "The PostgreSQL of the tests runs on Linux on x86-64.")
public @interface NeedsPostgres {}
