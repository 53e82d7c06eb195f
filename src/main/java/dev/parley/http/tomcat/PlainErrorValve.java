package dev.parley.http.tomcat;

import dev.parley.http.SecurityHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Writes the errors that no error page covers: one line of text with the security headers. Thread-safe. */
final class PlainErrorValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(PlainErrorValve.class);
    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        write(request, response);
    }

    /** Writes the response for the status that is set. */
    static void write(Request request, Response response) {
        int status = response.getStatus();
        SecurityHeaders.setForDocument(response);
        if (request.isSecure()) {
            SecurityHeaders.setForTls(response, String.valueOf(request.getServerName()));
        }
        HttpStatus known = HttpStatus.resolve(status);
        String line = known == null ? "HTTP " + status : "HTTP " + status + ": " + known.getReasonPhrase() + ".";
        try {
            response.setContentType("text/plain");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.getReporter().write(line);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("An error could not be reported to the client.", e);
        }
    }
}
