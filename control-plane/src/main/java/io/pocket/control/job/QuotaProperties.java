package io.pocket.control.job;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Quotas of jobs and spaces.
 *
 * @param defaults of those who ask for none
 * @param maxima nobody gets more, whether asked for or not
 * @param usageTimeout a shard that does not tell within this time what jobs use is left out of a round of rebalancing
 * @param acknowledgeTimeout shares that some shard has not given up within this time grow elsewhere in a later round
 */
@Validated
@ConfigurationProperties("pocket.controller.quotas")
public record QuotaProperties(
        @DefaultValue @NotNull @Valid Bounds defaults,
        @DefaultValue @NotNull @Valid Bounds maxima,

        @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration usageTimeout,

        @DefaultValue("2s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration acknowledgeTimeout) {

    /** One figure for each quota; 0 for none. */
    public record Bounds(
            @DefaultValue("0B") @NotNull DataSize bytes,

            @DefaultValue("0") @Min(0) @Max(QuotaHints.MAX_FIGURE)
            long objects,

            @DefaultValue("0B") @NotNull DataSize inlineBytes,
            @DefaultValue("0") @Min(0) int operationsPerSecond,
            @DefaultValue("0") @Min(0) int connections) {

        public Bounds {
            requireNotNegative("bytes", bytes);
            requireNotNegative("inline-bytes", inlineBytes);
        }

        private static void requireNotNegative(String name, DataSize size) {
            if (size != null && size.isNegative()) {
                throw new IllegalArgumentException(
                        "pocket.controller.quotas.*." + name + " must not be negative, but is " + size);
            }
        }
    }
}
