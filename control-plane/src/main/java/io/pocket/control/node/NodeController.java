package io.pocket.control.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.cluster.Node;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.security.ServiceOnly;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "nodes")
final class NodeController {

    private final NodeDirectory directory;
    private final NodeRetirement retirement;
    private final NodeViews views;
    private final Counter reportsTaken;

    NodeController(NodeDirectory directory, NodeRetirement retirement, NodeViews views, MeterRegistry registry) {
        this.directory = directory;
        this.retirement = retirement;
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

    @PostMapping("/nodes/{id}/drain")
    @ServiceOnly
    @Operation(
            summary = "A node takes no new data from here on; what it holds is served",
            description =
                    "Jobs whose nodes all drain get others of their tiers. It stays so until it is taken back, over restarts of node and"
                            + " controller; with \"leaving\", which a node says of itself whose process is about to end, until the node registers again."
                            + " Harmless when repeated")
    NodeView drain(@PathVariable int id, @Valid @RequestBody(required = false) DrainRequest request) {
        Node node = directory.node(id);
        DrainRequest wanted = request == null ? DrainRequest.USUAL : request;
        if (wanted.isLeaving()) {
            retirement.leaving(node.id(), wanted.reasonOrUsual());
        } else {
            retirement.drain(node.id(), wanted.reasonOrUsual());
        }
        return views.node(directory.node(id));
    }

    @DeleteMapping("/nodes/{id}/drain")
    @ServiceOnly
    @Operation(
            summary = "A node may take new data again",
            description =
                    "One whose process is about to end does so when it has registered again. Harmless when repeated")
    NodeView undrain(@PathVariable int id) {
        retirement.undrain(directory.node(id).id());
        return views.node(directory.node(id));
    }

    @DeleteMapping("/nodes/{id}")
    @ServiceOnly
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "A node leaves for good",
            description =
                    "Refused with node-not-draining unless it drains, and with node-not-empty unless it answers that it holds nothing. With"
                            + " lost=true neither matters: its chunks are lost, readers hear so, and it cannot come back with them")
    void leave(@PathVariable int id, @RequestParam(defaultValue = "false") boolean lost) {
        Node node = directory.node(id);
        if (lost) {
            retirement.left(id, true);
        } else if (!node.life().drains()) {
            throw notDraining(id);
        } else if (!retirement.isEmpty(id)) {
            throw notEmpty(id);
        } else if (!retirement.leftEmpty(id)) {
            throw notDraining(id);
        }
    }

    private static ApiException notDraining(int id) {
        return new ApiException(
                ProblemCode.NODE_NOT_DRAINING,
                "Node " + id + " takes new data",
                "POST /api/v1/nodes/" + id + "/drain, and wait until it holds nothing");
    }

    private static ApiException notEmpty(int id) {
        return new ApiException(
                ProblemCode.NODE_NOT_EMPTY,
                "Node " + id + " drains, but did not say that it holds nothing",
                "Wait until its objects are deleted or have expired, or give them up with ?lost=true");
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
