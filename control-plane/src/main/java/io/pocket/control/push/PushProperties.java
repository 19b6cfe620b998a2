package io.pocket.control.push;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the controller speaks to shards and nodes.
 *
 * @param pingInterval between two pings, and between two attempts to connect
 * @param missedPings a peer that is silent for this many intervals is unreachable
 * @param acknowledgeTimeout a connection on which a push is not answered within this time is given up
 * @param window pushes under way on one connection
 */
@Validated
@ConfigurationProperties("pocket.controller.push")
public record PushProperties(
        @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration pingInterval,

        @DefaultValue("3") @Min(1) @Max(100) int missedPings,

        @DefaultValue("5s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration acknowledgeTimeout,

        @DefaultValue("64") @Min(1) @Max(1024) int window) {

    Duration silenceAllowed() {
        return pingInterval.multipliedBy(missedPings);
    }
}
