package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets so many changes through, and none after that: as a process that was killed between two of them. */
final class KillSwitch {

    private final AtomicInteger left;

    KillSwitch(int changes) {
        left = new AtomicInteger(changes);
    }

    /** Whether a change was kept from happening. */
    boolean hasKilled() {
        return left.get() < 0;
    }

    /** From here on nothing goes through. */
    void kill() {
        left.set(-1);
    }

    /** Counts a change that does not go to the API server. */
    void check() {
        if (left.getAndUpdate(count -> Math.max(-1, count - 1)) <= 0) {
            throw new IllegalStateException("killed");
        }
    }

    KubernetesClientBuilder on(KubernetesClientBuilder builder) {
        return builder.withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("kill", new Interceptor() {
            @Override
            public void before(BasicBuilder request, HttpRequest original, RequestTags tags) {
                if (!original.method().equals("GET")) {
                    check();
                }
            }
        }));
    }
}
