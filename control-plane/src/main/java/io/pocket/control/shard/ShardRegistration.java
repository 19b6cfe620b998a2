package io.pocket.control.shard;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pocket.control.web.NonZero;
import io.pocket.control.web.ServiceAddress;
import io.pocket.protocol.HostPort;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * A metadata shard comes up. Fields of newer shards are passed over.
 *
 * @param shardId the id that it was given before, 0 if none; ids travel as 16 bits
 * @param logId identity of its journal, a random number; not 0
 * @param epoch its fencing number
 * @param metricsAddress where its metrics are scraped; absent if nowhere
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ShardRegistration(
        @PositiveOrZero @Max(0xffff) int shardId,
        @NotNull @NonZero Long logId,
        @PositiveOrZero long epoch,
        @NotNull @ServiceAddress HostPort address,
        @ServiceAddress HostPort metricsAddress) {}
