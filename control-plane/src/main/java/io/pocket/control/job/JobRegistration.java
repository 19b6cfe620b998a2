package io.pocket.control.job;

import io.pocket.control.placement.Hints;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** A job begins. */
record JobRegistration(
        @NotNull
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}",
                message = "must be 1 to 63 letters, digits, dots, underscores or hyphens, a letter or digit first")
        @Schema(example = "sort")
        String name,

        @Valid Hints hints) {

    Hints hintsOrNone() {
        return hints == null ? Hints.NONE : hints;
    }
}
