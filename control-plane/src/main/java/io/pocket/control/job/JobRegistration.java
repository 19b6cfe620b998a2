package io.pocket.control.job;

import io.pocket.control.placement.Hints;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hibernate.validator.constraints.UniqueElements;

/**
 * A job begins.
 *
 * @param defaultTtlSeconds of objects put without one into a bucket without one
 * @param spaces names of spaces that the job's functions may use
 */
record JobRegistration(
        @NotNull @Pattern(regexp = NAME, message = NAME_MESSAGE) @Schema(example = "sort")
        String name,

        @Valid Hints hints,

        @Valid QuotaHints quotas,

        @Min(1) @Max(Hints.MAX_LIFETIME_SECONDS) Long defaultTtlSeconds,

        @Size(max = MAX_SPACES) @UniqueElements List<@NotNull String> spaces) {

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    static final String NAME_MESSAGE =
            "must be 1 to 63 letters, digits, dots, underscores or hyphens, a letter or digit first";
    private static final int MAX_SPACES = 16;

    JobRegistration {
        // Not List.copyOf: a null element must reach the validation, which names it.
        spaces = spaces == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(spaces));
    }

    Hints hintsOrNone() {
        return hints == null ? Hints.NONE : hints;
    }

    QuotaHints quotasOrNone() {
        return quotas == null ? QuotaHints.NONE : quotas;
    }

    long defaultTtlSecondsOrNone() {
        return defaultTtlSeconds == null ? 0 : defaultTtlSeconds;
    }
}
