package dev.parley.config;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.webhook.HttpHookSender;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares what sends to the addresses of outgoing webhooks, and tells incoming ones their address. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConfiguration.class);

    /** The time in which the progress of the hooks is stored when the server stops; what is not is delivered again. */
    private static final Duration STOP = Duration.ofSeconds(2);

    @Bean(destroyMethod = "close")
    HttpHookSender hookSender(
            ParleyProperties properties,
            @Qualifier(ExecutorConfiguration.HOOK_EXECUTOR) Executor executor,
            ThreadPoolScheduler alarms,
            Clock clock) {
        return new HttpHookSender(
                properties.http().hooksToPrivateNetworks(),
                InetAddress::getAllByName,
                WebhookConfiguration::trustedByJava,
                executor,
                alarms,
                clock);
    }

    private static SSLContext trustedByJava() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java cannot read its trusted certificates: " + e.getMessage(), e);
        }
    }

    /** Starts the deliveries, and stops them before the storage is closed. */
    @Bean(destroyMethod = "close")
    AutoCloseable hookDeliveries(
            ChatServer server, ParleyProperties properties, ObjectProvider<TransportEndpoint> transportEndpoints) {
        server.bots()
                .incomingHooks()
                .setPageAddress(new PageAddress(properties.web().publicUrl(), transportEndpoints::orderedStream)::url);
        server.webhooks().start();
        return () -> stop(server);
    }

    private static void stop(ChatServer server) throws InterruptedException {
        try {
            server.webhooks().stop().toCompletableFuture().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The progress of the hooks was not stored; they deliver some messages again.", e);
        }
    }
}
