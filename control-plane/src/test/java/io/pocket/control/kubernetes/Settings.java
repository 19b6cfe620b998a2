package io.pocket.control.kubernetes;

import java.time.Duration;

/** Settings with which tests need not wait. */
final class Settings {

    private Settings() {}

    static KubernetesProperties quick() {
        return new KubernetesProperties(
                true,
                "pocket-controller",
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                "",
                Duration.ofSeconds(5),
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                Duration.ofMinutes(1),
                "pocket-controller",
                "");
    }
}
