package dev.parley.http.tomcat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.springframework.http.HttpHeaders;

/**
 * Ignores long lists of languages, of which browsers send a few at most. The server would look for a translation in each of
 * thousands of languages, which takes about 20 ms. Thread-safe.
 */
final class LanguageListValve extends ValveBase {

    private static final int LONGEST = 500;

    LanguageListValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
        String languages = headers.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (languages != null && languages.length() > LONGEST) {
            headers.removeHeader(HttpHeaders.ACCEPT_LANGUAGE);
        }
        getNext().invoke(request, response);
    }
}
