package io.pocket.control.decision;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/decisions")
@Tag(name = "decisions")
final class DecisionController {

    private final DecisionLog log;

    DecisionController(DecisionLog log) {
        this.log = log;
    }

    @GetMapping
    @Operation(summary = "What the controller decided by itself, with inputs and reasons, oldest first")
    List<Decision> decisions(
            @RequestParam(defaultValue = "0") @PositiveOrZero long after,
            @RequestParam(defaultValue = "100") @Min(1) @Max(DecisionLog.KEPT) int limit) {
        return log.after(after, limit);
    }
}
