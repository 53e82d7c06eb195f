package dev.parley.http.tomcat;

import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.session.RequestLimiter;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Replaces the error reports of Tomcat, limits requests and a header, checks queries, and leaves streams uncompressed. */
@Configuration(proxyBeanMethods = false)
class ValveConfiguration {

    /** Adds the valve next to the context, inside of the one that Spring Boot adds, which then finds the error reported. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> plainErrors() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new PlainErrorValve()));
    }

    /**
     * Adds the valves to the engine, where they include everything that writes a response; before other valves of the
     * engine, which write as well.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatWebServerFactory> limitedRequests(
            RequestLimiter limiter, TrustedProxies trustedProxies) {
        return factory -> factory.addEngineValves(
                new RequestLimitValve(limiter, trustedProxies),
                new QueryValve(),
                new LanguageListValve(),
                new StreamValve());
    }
}
