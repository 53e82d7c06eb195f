package dev.parley.config;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.files.FileSettings;
import dev.parley.files.UploadedFiles;
import dev.parley.http.FileLinks;
import dev.parley.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Declares the files of messages, if they are on. */
@Configuration(proxyBeanMethods = false)
class FileConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FileConfiguration.class);

    /** Returns null if the server accepts no files. */
    @Bean
    @Nullable
    UploadedFiles uploadedFiles(
            ParleyProperties properties,
            Environment environment,
            Storage storage,
            ChatServer server,
            ThreadPoolScheduler alarms,
            @Qualifier(ExecutorConfiguration.FILE_EXECUTOR) Executor worker,
            Clock clock) {
        FileUploadProperties settings = properties.files();
        if (!settings.enabled()) {
            return null;
        }
        Path chosen = settings.directory();
        if (chosen == null && StorageConfiguration.hasUrl(environment)) {
            LOG.info("Users cannot send files: on PostgreSQL all nodes need one directory for them."
                    + " Set parley.files.directory, or parley.files.enabled=false.");
            return null;
        }
        UploadedFiles files = UploadedFiles.start(
                new FileSettings(
                        chosen == null ? beside(properties.history().file()) : chosen,
                        settings.maxSize().toBytes(),
                        settings.maxTotal().toBytes(),
                        settings.maxPerUser().toBytes(),
                        settings.retention()),
                storage.messageHistory(),
                alarms,
                worker,
                clock);
        if (chosen != null) {
            create(files, chosen);
        }
        server.addListener(files.listener());
        return files;
    }

    private static void create(UploadedFiles files, Path chosen) {
        try {
            files.createDirectory();
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "parley.files.directory", chosen, "this directory cannot be created (" + e + ")");
        }
    }

    /** Returns {@code parley-files} beside {@code parley.db}. */
    static Path beside(Path database) {
        String name = String.valueOf(database.getFileName());
        return database.resolveSibling((name.endsWith(".db") ? name.substring(0, name.length() - 3) : name) + "-files");
    }

    @Bean
    FileLinks fileLinks(ParleyProperties properties, ObjectProvider<TransportEndpoint> transportEndpoints) {
        return new FileLinks(new PageAddress(properties.web().publicUrl(), transportEndpoints::orderedStream)::url);
    }
}
