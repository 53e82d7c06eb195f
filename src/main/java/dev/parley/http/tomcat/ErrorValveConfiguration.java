package dev.parley.http.tomcat;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replaces the error reports of Tomcat. */
@Configuration(proxyBeanMethods = false)
class ErrorValveConfiguration {

    /** Adds the valve next to the context, inside of the one that Spring Boot adds, which then finds the error reported. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> plainErrors() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new PlainErrorValve()));
    }
}
