package dev.parley.bench.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * A chat on Spring's simple broker as in Spring's guides, with default settings. Clients send to the topic directly,
 * which saves the server a controller.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableWebSocketMessageBroker
public class SpringBroker implements WebSocketMessageBrokerConfigurer {

    /** Starts the application; the options are those of Spring Boot. */
    public static void main(String[] args) {
        SpringApplication.run(SpringBroker.class, args);
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint("/ws/websocket");
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
    }
}
