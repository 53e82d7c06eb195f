package dev.parley.http;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceChainRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the static files of the page below their version. A browser keeps them for a year without asking. Paths of
 * another version lead to the current files, which the browser then revalidates: a tab that was opened before an upgrade
 * still loads its icons and the SockJS client.
 */
@Configuration(proxyBeanMethods = false)
class StaticResourceConfiguration implements WebMvcConfigurer {

    private static final String FILES = "classpath:/static/";
    private static final String WEBJARS = "classpath:/META-INF/resources/webjars/";
    private static final Duration ONE_YEAR = Duration.ofDays(365);

    private final StaticResourceVersion version;

    StaticResourceConfiguration(StaticResourceVersion version) {
        this.version = version;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        String current = "/" + version.segment();
        serveCurrent(registry.addResourceHandler(current + "/webjars/**"), WEBJARS);
        transform(serveCurrent(registry.addResourceHandler(current + "/**"), FILES));
        String any = "/" + StaticResourceVersion.MARK + "*";
        serveOutdated(registry.addResourceHandler(any + "/webjars/**"), WEBJARS);
        transform(serveOutdated(registry.addResourceHandler(any + "/**"), FILES));
    }

    /** Each transformer receives the result of the next one. */
    private static void transform(ResourceChainRegistration chain) {
        chain.addTransformer(new CommentTransformer())
                .addTransformer(new StyleImportTransformer())
                .addTransformer(new ScriptBundleTransformer());
    }

    // Neither chain has a cache. It would keep an entry for each path that a client makes up.

    private static ResourceChainRegistration serveCurrent(ResourceHandlerRegistration handler, String location) {
        return handler.addResourceLocations(location)
                .setUseLastModified(false)
                .setCacheControl(CacheControl.maxAge(ONE_YEAR).cachePublic().immutable())
                .resourceChain(false);
    }

    private ResourceChainRegistration serveOutdated(ResourceHandlerRegistration handler, String location) {
        // A weak ETag: a strong one would claim that the compressed and the plain file have the same bytes.
        String etag = "W/\"" + version.segment() + "\"";
        return handler.addResourceLocations(location)
                .setUseLastModified(false)
                .setEtagGenerator(file -> etag)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new OutdatedVersionResourceResolver());
    }
}
