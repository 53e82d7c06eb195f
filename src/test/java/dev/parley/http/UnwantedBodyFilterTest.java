package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Checks which requests with a body are rejected before they are handled. */
class UnwantedBodyFilterTest {

    private final UnwantedBodyFilter filter = new UnwantedBodyFilter();
    private final MockFilterChain chain = new MockFilterChain();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "OPTIONS"})
    void bodyOfAMethodThatHasNoneIsRejected(String method) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/");
        request.setContent(new byte[] {1});

        filter.doFilter(request, response, chain);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(chain.getRequest()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "OPTIONS"})
    void chunkedBodyIsRejectedAsWell(String method) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/");
        request.addHeader("Transfer-Encoding", "chunked");

        filter.doFilter(request, response, chain);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(chain.getRequest()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"GET, 0", "HEAD, 0", "POST, 1", "PUT, 1", "POST, 0"})
    void otherRequestIsHandled(String method, int bytes) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/");
        request.setContent(new byte[bytes]);

        filter.doFilter(request, response, chain);

        assertThat(chain.getRequest()).isSameAs(request);
        assertThat(response.getStatus()).isEqualTo(200);
    }
}
