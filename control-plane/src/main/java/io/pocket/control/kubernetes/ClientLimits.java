package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.client.Config;
import java.time.Duration;

/** Deadlines of the client of the API server. Its own would wait, and try again, for minutes. */
final class ClientLimits {

    private static final int RETRIES = 2;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private ClientLimits() {}

    /** Sets them. Watches have no deadline: they come back when their connection is lost. */
    static Config apply(Config config, Duration requestTimeout) {
        config.setRequestTimeout(Math.toIntExact(requestTimeout.toMillis()));
        config.setConnectionTimeout(Math.toIntExact(Math.min(requestTimeout.toMillis(), CONNECT_TIMEOUT.toMillis())));
        config.setRequestRetryBackoffLimit(RETRIES);
        config.setRequestRetryBackoffInterval(Math.toIntExact(RETRY_PAUSE.toMillis()));
        return config;
    }
}
