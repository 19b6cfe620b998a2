package io.pocket.control.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.security.ServiceOnly;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "nodes")
final class NodeController {

    private final NodeDirectory directory;
    private final NodeViews views;
    private final Counter reportsTaken;

    NodeController(NodeDirectory directory, NodeViews views, MeterRegistry registry) {
        this.directory = directory;
        this.views = views;
        this.reportsTaken = ControllerMeter.REPORTS.counter(registry);
    }

    @PostMapping("/nodes")
    @ServiceOnly
    @Operation(summary = "A data node comes up, for the first time or again")
    NodeRegistered register(@Valid @RequestBody NodeRegistration registration) {
        return directory.register(registration);
    }

    @PostMapping("/nodes/{id}/reports")
    @ServiceOnly
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "A monitor tells, each second, how busy a node is")
    void report(@PathVariable int id, @Valid @RequestBody NodeReport report) {
        directory.report(id, report);
        reportsTaken.increment();
    }

    @GetMapping("/nodes")
    @Operation(summary = "All data nodes, with their last report")
    List<NodeView> nodes() {
        return views.nodes();
    }

    @GetMapping("/nodes/{id}")
    @Operation(summary = "One data node, with its last report")
    NodeView node(@PathVariable int id) {
        return views.node(directory.node(id));
    }

    @GetMapping("/tiers")
    @Operation(summary = "Capacity and use of each tier")
    List<TierView> tiers() {
        return views.tiers();
    }
}
