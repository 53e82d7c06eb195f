package dev.parley.http;

import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.session.ChatServer;
import dev.parley.files.FileToken;
import dev.parley.files.StoredFile;
import dev.parley.files.UploadedFiles;
import dev.parley.files.image.ImageType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Serves files by their token, which grants access. Images are shown, with the type that their content has; everything else is
 * only downloaded, as bytes without a type. No response can run scripts: the browser treats it as a document of its own origin
 * ({@code sandbox}), and does not guess its type.
 */
@Controller
class FileDownloadController {

    private static final Logger LOG = LoggerFactory.getLogger(FileDownloadController.class);

    private static final String NO_RIGHTS = "default-src 'none'; frame-ancestors 'none'; sandbox";
    private static final Duration KEPT = Duration.ofDays(365);

    /** The time for a download: at least this, and 1 second more per {@link #SLOWEST} bytes. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    private static final long SLOWEST = 16 * 1024;

    /** A download is complete, or its connection is closed; its step has no result. */
    private static final String NOTHING = "";

    private final ChatServer server;
    private final ObjectProvider<UploadedFiles> files;

    FileDownloadController(ChatServer server, ObjectProvider<UploadedFiles> files) {
        this.server = server;
        this.files = files;
    }

    /** Sends a file. Its name in the path has no meaning. */
    @GetMapping("/files/{token}/{name}")
    void content(@PathVariable("token") String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        StoredFile file = find(token, request, response);
        if (file != null) {
            ImageType type = file.type();
            send(file, type, type != null, files.getObject().content(file), request, response);
        }
    }

    /** Sends the thumbnail of an image, or the image itself if it has none. */
    @GetMapping("/files/{token}/thumbnail")
    void thumbnail(@PathVariable("token") String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        StoredFile file = find(token, request, response);
        if (file == null) {
            return;
        }
        ImageType type = file.type();
        Path thumbnail = files.getObject().thumbnail(file);
        if (type == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (thumbnail == null) {
            send(file, type, true, files.getObject().content(file), request, response);
        } else {
            send(file, file.thumbnail(), true, thumbnail, request, response);
        }
    }

    /** Finds a file for a client that is not banned; otherwise sets the status, without a body. */
    private @Nullable StoredFile find(String written, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (server.sanctionEnforcer()
                .check(UserAction.DOWNLOAD_FILE, Actor.at(request.getRemoteAddr()))
                .isPresent()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return null;
        }
        UploadedFiles enabled = files.getIfAvailable();
        Optional<FileToken> token = FileToken.parse(written);
        Optional<StoredFile> file = enabled == null || token.isEmpty() ? Optional.empty() : enabled.find(token.get());
        if (file.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
        return file.orElse(null);
    }

    private static void send(
            StoredFile file,
            @Nullable ImageType type,
            boolean inline,
            Path path,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        FileChannel content;
        try {
            content = FileChannel.open(path);
        } catch (NoSuchFileException ignored) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND); // removed meanwhile
            return;
        }
        long length = content.size();
        response.setContentType(type == null ? MediaType.APPLICATION_OCTET_STREAM_VALUE : type.mediaType());
        response.setContentLengthLong(length);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                (inline ? ContentDisposition.inline() : ContentDisposition.attachment())
                        .filename(file.name().text(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader(
                HttpHeaders.CACHE_CONTROL,
                CacheControl.maxAge(KEPT).cachePrivate().immutable().getHeaderValue());
        response.setHeader("Content-Security-Policy", NO_RIGHTS);
        if (request.getMethod().equals("HEAD")) {
            content.close();
            return;
        }
        AsyncStep step = AsyncStep.start(request, response, Duration.ZERO, NOTHING, () -> close(content));
        response.getOutputStream()
                .setWriteListener(
                        new FileSender(step, content, response.getOutputStream(), LEAST.plusSeconds(length / SLOWEST)));
    }

    private static void close(FileChannel content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.debug("A file was not closed.", e);
        }
    }
}
