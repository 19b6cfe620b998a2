package io.pocket.control.job;

import io.pocket.control.placement.Hints;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A space for data that outlive the job that puts them.
 *
 * @param defaultTtlSeconds of objects put without one into a bucket without one: nothing in a space lives for ever
 */
record SpaceRegistration(
        @NotNull
        @Pattern(regexp = JobRegistration.NAME, message = JobRegistration.NAME_MESSAGE)
        @Schema(example = "models")
        String name,

        @Valid Hints hints,

        @Valid QuotaHints quotas,

        @NotNull @Min(1) @Max(Hints.MAX_LIFETIME_SECONDS) Long defaultTtlSeconds) {

    Hints hintsOrNone() {
        return hints == null ? Hints.NONE : hints;
    }

    QuotaHints quotasOrNone() {
        return quotas == null ? QuotaHints.NONE : quotas;
    }
}
