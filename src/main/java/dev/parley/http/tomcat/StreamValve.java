package dev.parley.http.tomcat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;

/** Keeps Tomcat from compressing streams, whose events a compressor would hold back. Thread-safe. */
final class StreamValve extends ValveBase {

    private static final String PATH_END = "/stream";

    StreamValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String path = request.getRequestURI(); // null for a request that Tomcat cannot parse
        if (path != null && path.endsWith(PATH_END)) {
            request.getCoyoteRequest().getMimeHeaders().removeHeader(HttpHeaders.ACCEPT_ENCODING);
        }
        getNext().invoke(request, response);
    }
}
