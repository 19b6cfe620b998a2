package io.pocket.control.job;

import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/spaces")
@Tag(name = "spaces")
final class SpaceController {

    private final JobRegistrar registrar;
    private final JobDropper dropper;
    private final ClusterLedger ledger;

    SpaceController(JobRegistrar registrar, JobDropper dropper, ClusterLedger ledger) {
        this.registrar = registrar;
        this.dropper = dropper;
        this.ledger = ledger;
    }

    @PostMapping
    @Operation(summary = "Create a space for data that outlive their job; a registration opens it with \"spaces\"")
    ResponseEntity<SpaceView> create(@Valid @RequestBody SpaceRegistration registration) {
        Job space = registrar.createSpace(registration);
        return ResponseEntity.created(URI.create("/api/v1/spaces/" + space.name()))
                .body(SpaceView.of(space, ledger.state()));
    }

    @GetMapping
    @Operation(summary = "All spaces")
    List<SpaceView> spaces() {
        ClusterState state = ledger.state();
        return state.spaces().map(space -> SpaceView.of(space, state)).toList();
    }

    @GetMapping("/{name}")
    @Operation(summary = "One space")
    SpaceView space(@PathVariable String name) {
        ClusterState state = ledger.state();
        return state.space(name).map(space -> SpaceView.of(space, state)).orElseThrow(() -> notFound(name));
    }

    @DeleteMapping("/{name}")
    @Operation(summary = "End a space: everything in it is freed, and its tokens are worth nothing any more")
    JobDropped delete(@PathVariable String name) {
        return dropper.dropSpace(name);
    }

    static ApiException notFound(String name) {
        return new ApiException(
                        ProblemCode.SPACE_NOT_FOUND,
                        "No space is called " + name,
                        "Create it with POST /api/v1/spaces; GET /api/v1/spaces lists those there are")
                .with("space", name);
    }

    static ApiException exists(String name) {
        return new ApiException(
                        ProblemCode.SPACE_EXISTS,
                        "A space is called " + name + " already",
                        "Open it in a registration, choose another name, or delete it first")
                .with("space", name);
    }
}
