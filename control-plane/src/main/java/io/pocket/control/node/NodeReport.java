package io.pocket.control.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/**
 * What a monitor saw on a node in one interval. Fields of newer monitors are passed over.
 *
 * @param timestampMillis of the interval's end, by the monitor's clock, since 1970
 * @param cpuPercentPerCore 0 to 100 for each core
 * @param node null when the node's process did not answer the monitor
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NodeReport(
        @NotNull @PositiveOrZero Long timestampMillis,
        @NotNull @PositiveOrZero Long intervalMillis,
        @Size(max = 4096) List<@NotNull @PositiveOrZero Double> cpuPercentPerCore,
        @PositiveOrZero long networkReceivedBytesPerSecond,
        @PositiveOrZero long networkSentBytesPerSecond,
        @PositiveOrZero long memoryUsedBytes,
        @PositiveOrZero long memoryTotalBytes,
        @Size(max = 256) List<@Valid @NotNull DiskReport> disks,
        @Valid NodeUse node) {

    /** One block device. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DiskReport(
            @NotNull @Size(max = 100) String device,
            @PositiveOrZero long readBytesPerSecond,
            @PositiveOrZero long writtenBytesPerSecond,
            @PositiveOrZero double busyPercent) {}

    /**
     * The node's own figures.
     *
     * @param state what the monitor makes of the node's counters; null from a monitor that does not say
     * @param startedAtMillis when the node's process started, since 1970
     * @param restarts of that process that the monitor saw
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record NodeUse(
            @NotNull @PositiveOrZero Long usedBytes,
            @NotNull @PositiveOrZero Long capacityBytes,
            @PositiveOrZero long chunks,
            @Size(max = 100) String state,
            @PositiveOrZero long startedAtMillis,
            @PositiveOrZero long restarts,
            @Size(max = 500) Map<@Size(max = 100) String, @NotNull Long> counters) {}
}
