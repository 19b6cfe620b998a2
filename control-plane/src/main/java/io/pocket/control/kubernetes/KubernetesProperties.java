package io.pocket.control.kubernetes;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.validation.annotation.Validated;

/**
 * How the controller uses the Kubernetes cluster that it runs on. Has no effect elsewhere.
 *
 * @param leaderElection whether several controllers may run, of which one serves
 * @param lease name of the Lease by which they agree on the one
 * @param leaseDuration another controller may take over when the lease was not renewed for so long
 * @param renewDeadline the leader ends itself when it could not renew for so long
 * @param retryPeriod time between two tries to get or renew the lease
 * @param identity of this controller in the Lease; the host name, which is the pod's, unless set
 * @param requestTimeout most that one request to the API server may take
 * @param reconcileInterval each tier is looked at so often even if nothing was told to change
 * @param motionInterval and so often while nodes come or go
 * @param slowWarning a node that has been anything but ready for so long is noted in the decision log, once
 * @param configMap name of the ConfigMap whose {@code application.yaml} holds the tiers' bounds; empty: they are not read again
 * @param generatedKeySecret name of a Secret with the cluster key, made by the controller where there is none; empty: the key is a file
 */
@Validated
@ConfigurationProperties(KubernetesProperties.PREFIX)
record KubernetesProperties(
        @DefaultValue("true") boolean leaderElection,
        @DefaultValue("pocket-controller") @NotBlank String lease,

        @DefaultValue("15s") @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration leaseDuration,

        @DefaultValue("10s") @DurationMin(millis = 500) @DurationMax(minutes = 5)
        Duration renewDeadline,

        @DefaultValue("2s") @DurationMin(millis = 50) @DurationMax(minutes = 1)
        Duration retryPeriod,

        @DefaultValue("") @NotNull String identity,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration requestTimeout,

        @DefaultValue("10s") @DurationMin(millis = 50) @DurationMax(minutes = 5)
        Duration reconcileInterval,

        @DefaultValue("1s") @DurationMin(millis = 20) @DurationMax(minutes = 1)
        Duration motionInterval,

        @DefaultValue("2m") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration slowWarning,

        @DefaultValue("pocket-controller") @NotNull String configMap,
        @DefaultValue("") @NotNull String generatedKeySecret) {

    static final String PREFIX = "pocket.kubernetes";

    /** As they are before there are beans. */
    static KubernetesProperties of(Environment environment) {
        return Binder.get(environment).bindOrCreate(PREFIX, Bindable.of(KubernetesProperties.class));
    }

    /** A leader must know that it is none before anybody else is one. */
    @AssertTrue(message = "retry-period must be shorter than renew-deadline, and that shorter than lease-duration")
    public boolean isLeaseSafe() {
        return retryPeriod.compareTo(renewDeadline) < 0 && renewDeadline.compareTo(leaseDuration) < 0;
    }
}
