package dev.parley.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code parley.files.*}: the images and files of messages.
 *
 * @param enabled whether users may send files
 * @param directory where files lie; null for a directory beside the database file
 * @param maxSize the most bytes of a file
 * @param maxTotal the most bytes of all files together
 * @param maxPerUser the most bytes of the files of one user
 * @param retention how long a file is kept at most; 0 for as long as its message
 */
record FileUploadProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable Path directory,
        @DefaultValue("10MB") DataSize maxSize,
        @DefaultValue("1GB") DataSize maxTotal,
        @DefaultValue("100MB") DataSize maxPerUser,
        @DefaultValue("0s") Duration retention) {

    FileUploadProperties {
        SettingValidators.size("parley.files.max-size", maxSize, DataSize.ofMegabytes(1), DataSize.ofGigabytes(1));
        SettingValidators.size(
                "parley.files.max-total", maxTotal, DataSize.ofMegabytes(1), DataSize.ofTerabytes(1_000));
        SettingValidators.size(
                "parley.files.max-per-user", maxPerUser, DataSize.ofMegabytes(1), DataSize.ofTerabytes(1_000));
        SettingValidators.time("parley.files.retention", retention, Duration.ZERO, Duration.ofDays(36_500));
    }
}
