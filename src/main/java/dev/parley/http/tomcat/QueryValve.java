package dev.parley.http.tomcat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.Parameters;

/**
 * Refuses requests whose query cannot be decoded, or has too many parameters. Tomcat parses the query when a controller reads the
 * first parameter, and throws then. Thread-safe.
 */
final class QueryValve extends ValveBase {

    QueryValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getQueryString() == null || isReadable(request)) {
            getNext().invoke(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            PlainErrorValve.write(request, response);
            // Tomcat would read the body first, on a thread of the requests.
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Parses the query with the limit that Tomcat applies itself; a second call has no effect. */
    private static boolean isReadable(Request request) {
        Parameters parameters = request.getCoyoteRequest().getParameters();
        parameters.setLimit(request.getConnector().getMaxParameterCount());
        try {
            parameters.handleQueryParameters();
            return true;
        } catch (InvalidParameterException ignored) {
            return false;
        }
    }
}
