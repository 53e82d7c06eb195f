package dev.parley.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Lets browsers keep the page's files and ask whether they are still the same, by what is in them: their dates say
 * nothing, since all files of every version of the jar have the same one.
 */
@Component
class StaticResourceEtagFilter extends ShallowEtagHeaderFilter {

    private static final List<String> FOLDERS = List.of("/css/", "/js/", "/icons/", "/webjars/");

    StaticResourceEtagFilter() {
        // A strong one would say that the compressed and the plain file are the same bytes.
        setWriteWeakETag(true);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return FOLDERS.stream().noneMatch(path::startsWith);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        super.doFilterInternal(request, response, chain);
    }
}
