package io.pocket.control.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pocket.control.placement.Hints;
import io.pocket.control.web.NonZero;
import io.pocket.control.web.ServiceAddress;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

/**
 * A node comes up. Fields of newer nodes are passed over.
 *
 * @param nodeId the id that it was given before, 0 if none
 * @param incarnation a random number, new whenever it comes up without its old chunks; not 0
 * @param machine name of the machine; replicas go to distinct machines
 * @param metricsAddress where its metrics are scraped; absent if nowhere
 * @param instance what runs it, such as the uid of its pod; absent if it does not say
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NodeRegistration(
        @PositiveOrZero int nodeId,
        @NotNull @NonZero Long incarnation,
        @NotNull Tier tier,
        @NotNull @ServiceAddress HostPort address,
        @NotNull @Positive @Max(Hints.MAX_CAPACITY_BYTES) Long capacityBytes,
        @NotBlank @Size(max = 253) String machine,
        @ServiceAddress HostPort metricsAddress,
        @Size(max = 253) String instance) {}
