package io.pocket.control.job;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of jobs.
 *
 * @param max jobs at once
 * @param registrationTimeout a registration whose shards do not answer within this time is undone
 * @param dropTimeout a drop answers after this time at the latest; peers that were not reached are told later
 */
@Validated
@ConfigurationProperties("pocket.controller.jobs")
public record JobProperties(
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int max,

        @DefaultValue("5s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration registrationTimeout,

        @DefaultValue("3s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration dropTimeout) {}
