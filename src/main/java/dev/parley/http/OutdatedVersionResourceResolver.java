package dev.parley.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.AbstractResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/** Resolves a path below any version to the current file. Safe for concurrent use. */
final class OutdatedVersionResourceResolver extends AbstractResourceResolver {

    private static final Pattern VERSION =
            Pattern.compile("^/?" + StaticResourceVersion.MARK + "[0-9a-f]+/(webjars/)?");

    @Override
    protected @Nullable Resource resolveResourceInternal(
            @Nullable HttpServletRequest request,
            String requestPath,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        String path = VERSION.matcher(requestPath).replaceFirst("");
        return path.equals(requestPath) ? null : chain.resolveResource(request, path, locations);
    }

    /** Never links to an outdated version. */
    @Override
    protected @Nullable String resolveUrlPathInternal(
            String resourceUrlPath, List<? extends Resource> locations, ResourceResolverChain chain) {
        return null;
    }
}
