package dev.parley.websocket.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks responses to requests whose bodies are read in part, with a Tomcat of its own. */
class UnreadBodyValveTest {

    private static final int TOO_LARGE = HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;

    private final Tomcat tomcat = new Tomcat();
    private final AtomicInteger errorPages = new AtomicInteger();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getEngine().getPipeline().addValve(new UnreadBodyValve());
        Context context = tomcat.addContext("", folder.toString());
        Wrapper partial = Tomcat.addServlet(context, "partial", new PartialReader());
        partial.setAsyncSupported(true);
        partial.addMapping("/partial");
        Tomcat.addServlet(context, "error", new ErrorPages()).addMapping("/error");
        ErrorPage page = new ErrorPage();
        page.setLocation("/error");
        context.addErrorPage(page);
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Reads a part of the body, and refuses the rest in a dispatch. */
    private static final class PartialReader extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setStatus(TOO_LARGE);
                response.getOutputStream().write('x');
                return;
            }
            AsyncContext context = request.startAsync();
            ServletInputStream input = request.getInputStream();
            input.setReadListener(new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                    if (input.isReady() && input.read(new byte[8]) > 0) {
                        context.dispatch();
                    }
                }

                @Override
                public void onAllDataRead() {}

                @Override
                public void onError(Throwable broken) {
                    context.complete();
                }
            });
        }
    }

    private final class ErrorPages extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            errorPages.incrementAndGet();
        }
    }

    @Test
    void refusalOfABodyThatIsReadInPartIsCompleteAndMakesNoErrorPage() throws Exception {
        try (Socket client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.setSoTimeout(5_000);
            client.getOutputStream()
                    .write("POST /partial HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nsome of the body"
                            .getBytes(StandardCharsets.US_ASCII));

            String response = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(response)
                    .startsWith("HTTP/1.1 413")
                    .contains("Connection: close")
                    .endsWith("x");
        }
        assertThat(errorPages).hasValue(0);
    }
}
