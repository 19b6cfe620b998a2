package io.pocket.control.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.job.JobRegistrar.Registered;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.web.ApiException;
import io.pocket.protocol.ConnectionString;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/jobs")
@Tag(name = "jobs")
final class JobController {

    private final JobRegistrar registrar;
    private final JobDropper dropper;
    private final JobTokens tokens;
    private final ClusterLedger ledger;
    private final MeterRegistry registry;

    JobController(
            JobRegistrar registrar,
            JobDropper dropper,
            JobTokens tokens,
            ClusterLedger ledger,
            MeterRegistry registry) {
        this.registrar = registrar;
        this.dropper = dropper;
        this.tokens = tokens;
        this.ledger = ledger;
        this.registry = registry;
    }

    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Register a job; with Accept: text/plain the answer is its connection string alone, and"
                    + " a line for each of the spaces it opens, in their order")
    ResponseEntity<JobView> register(@Valid @RequestBody JobRegistration registration) {
        Registered registered = registerAndCount(registration);
        Job job = registered.job();
        ClusterState state = ledger.state();
        ConnectionString connection = tokens.connectionString(job, state);
        JobView view = JobView.of(
                job, state, tokens.text(connection.token()), connection.toString(), spaces(registered, state));
        return created(job).body(view);
    }

    /** Null when there are none. */
    private Map<String, String> spaces(Registered registered, ClusterState state) {
        Map<String, String> connections = new LinkedHashMap<>();
        for (Job space : registered.spaces()) {
            connections.put(
                    space.name(),
                    tokens.connectionString(space, registered.job(), state).toString());
        }
        return connections.isEmpty() ? null : connections;
    }

    @PostMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(hidden = true)
    ResponseEntity<String> registerForConnectionString(@Valid @RequestBody JobRegistration registration) {
        Registered registered = registerAndCount(registration);
        ClusterState state = ledger.state();
        Map<String, String> spaces = spaces(registered, state);
        List<String> lines = new ArrayList<>();
        lines.add(tokens.connectionString(registered.job(), state).toString());
        if (spaces != null) {
            lines.addAll(spaces.values());
        }
        return created(registered.job()).body(String.join("\n", lines));
    }

    private Registered registerAndCount(JobRegistration registration) {
        try {
            Registered registered = registrar.register(registration);
            count("registered");
            return registered;
        } catch (ApiException refusal) {
            count(refusal.code().code());
            throw refusal;
        }
    }

    private void count(String outcome) {
        ControllerMeter.REGISTRATIONS.counter(registry, "outcome", outcome).increment();
    }

    private static ResponseEntity.BodyBuilder created(Job job) {
        return ResponseEntity.created(URI.create("/api/v1/jobs/" + job.id()));
    }

    @GetMapping
    @Operation(summary = "All jobs, without their weight maps")
    List<JobView> jobs() {
        ClusterState state = ledger.state();
        return state.jobsProper().map(job -> JobView.withoutMap(job, state)).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "One job")
    JobView job(@PathVariable String id) {
        ClusterState state = ledger.state();
        return state.job(id).map(job -> JobView.of(job, state)).orElseThrow(() -> JobDropper.notFound(id));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "End a job: everything of it is freed")
    JobDropped drop(@PathVariable String id) {
        return dropper.drop(id);
    }
}
