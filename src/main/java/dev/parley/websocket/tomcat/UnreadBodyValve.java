package dev.parley.websocket.tomcat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection after a request whose body nothing has read. Tomcat would read the rest of the body first, on a
 * thread of the requests, and wait for as long as the client takes to send it. Thread-safe.
 */
final class UnreadBodyValve extends ValveBase {

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        try {
            getNext().invoke(request, response);
        } finally {
            org.apache.coyote.Request received = request.getCoyoteRequest();
            if (!request.isAsync() && !received.isFinished()) {
                response.setHeader("Connection", "close");
                // The response is complete before the next step, which counts as an error of the connection.
                response.finishResponse();
                received.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
                // After a dispatch Tomcat would create an error page for the response that is complete.
                response.setErrorReported();
            }
        }
    }
}
