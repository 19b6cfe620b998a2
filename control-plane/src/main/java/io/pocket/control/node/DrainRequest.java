package io.pocket.control.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.validation.constraints.Size;

/**
 * A node shall take no new data. Fields of newer senders are passed over.
 *
 * @param reason one sentence for people
 * @param leaving whether a node says so of itself, whose process is about to end
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DrainRequest(@Size(max = 200) String reason, Boolean leaving) {

    static final DrainRequest USUAL = new DrainRequest(null, null);

    String reasonOrUsual() {
        return reason == null || reason.isBlank() ? "asked for over REST" : reason;
    }

    boolean isLeaving() {
        return Boolean.TRUE.equals(leaving);
    }
}
