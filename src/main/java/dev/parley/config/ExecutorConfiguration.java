package dev.parley.config;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The executors of the chat server. Each bean depends on the history, so that its threads end before the history closes
 * its file. No bean is a default candidate, so that Spring Boot still configures its own executor for requests.
 */
@Configuration(proxyBeanMethods = false)
public class ExecutorConfiguration {

    /** The name of the executor on which rooms store and deliver. */
    public static final String ROOM_EXECUTOR = "roomExecutor";

    /** The name of the executor on which the history and the resume tokens are read. */
    public static final String HISTORY_EXECUTOR = "historyExecutor";

    private static final int MIN_THREADS = 2;
    private static final int MAX_HISTORY_THREADS = 4;
    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(2);

    /** Its queue has no limit: a room has at most one round in it. */
    @Bean(name = ROOM_EXECUTOR, defaultCandidate = false)
    @Qualifier(ROOM_EXECUTOR)
    @DependsOn("history")
    ThreadPoolTaskExecutor roomExecutor() {
        return executor("parley-room-", Math.max(MIN_THREADS, cores()), Integer.MAX_VALUE);
    }

    /** Rejects a task if the limit of connections is exceeded by the tasks that wait. */
    @Bean(name = HISTORY_EXECUTOR, defaultCandidate = false)
    @Qualifier(HISTORY_EXECUTOR)
    @DependsOn("history")
    ThreadPoolTaskExecutor historyExecutor(ParleyProperties parleyProperties) {
        int connections = parleyProperties.limits().maxConnections();
        // Each connection may read on in each of its rooms at once, and log in meanwhile.
        int capacity = connections == 0 ? Integer.MAX_VALUE : connections * (ChatConfiguration.ROOMS_A_PERSON + 1);
        return executor("parley-history-", Math.max(MIN_THREADS, Math.min(MAX_HISTORY_THREADS, cores())), capacity);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static ThreadPoolTaskExecutor executor(String threadNamePrefix, int threads, int capacity) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix(threadNamePrefix);
        executor.setDaemon(true);
        executor.setCorePoolSize(threads);
        executor.setMaxPoolSize(threads);
        executor.setQueueCapacity(capacity);
        // The connections are closed while the context closes, and rooms deliver their last events then.
        executor.setAcceptTasksAfterContextClose(true);
        executor.setWaitForTasksToCompleteOnShutdown(true);
        executor.setAwaitTerminationMillis(TERMINATION_TIMEOUT.toMillis());
        return executor;
    }
}
