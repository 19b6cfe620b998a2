package io.pocket.control.scale;

import io.pocket.control.security.ServiceOnly;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import io.pocket.protocol.Tier;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/scaling")
@Tag(name = "scaling")
final class ScalingController {

    private static final String BY_HAND = "asked for over REST";

    private final ObjectProvider<TierScaler> scalers;

    ScalingController(ObjectProvider<TierScaler> scalers) {
        this.scalers = scalers;
    }

    /**
     * How many nodes a tier shall have.
     *
     * @param reason one sentence, for the decision log
     */
    record Wish(
            @NotNull @PositiveOrZero Integer nodes,
            @Size(max = 200) String reason) {

        String reasonOrUsual() {
            return reason == null || reason.isBlank() ? BY_HAND : reason;
        }
    }

    @GetMapping
    @Operation(summary = "How far each tier is from the number of nodes that it shall have")
    List<TierScale> tiers() {
        return scaler().tiers();
    }

    @PutMapping("/{tier}")
    @ServiceOnly
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Gives a tier another number of nodes; they come and go afterwards")
    void scale(@PathVariable Tier tier, @Valid @RequestBody Wish wish) {
        scaler().scale(tier, wish.nodes(), wish.reasonOrUsual());
    }

    @PostMapping("/members/{name}/retire")
    @ServiceOnly
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Chooses a node to go; its tier has one fewer from then on")
    void retire(@PathVariable String name) {
        scaler().retire(name, BY_HAND);
    }

    private TierScaler scaler() {
        TierScaler scaler = scalers.getIfAvailable();
        if (scaler == null) {
            throw new ApiException(
                    ProblemCode.TIER_NOT_SCALABLE,
                    "This controller starts and ends no nodes: it does not run on Kubernetes",
                    "Start nodes by hand, with pocket-node --controller; they register by themselves");
        }
        return scaler;
    }
}
