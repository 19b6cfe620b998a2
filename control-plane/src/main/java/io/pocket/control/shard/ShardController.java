package io.pocket.control.shard;

import io.pocket.control.security.JobKeys;
import io.pocket.control.security.ServiceOnly;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/shards")
@Tag(name = "shards")
final class ShardController {

    private final ShardDirectory directory;
    private final JobKeys keys;

    ShardController(ShardDirectory directory, JobKeys keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /** What a shard must know before it serves. */
    record ShardRegistered(int shardId, String jobPublicKey) {}

    @PostMapping
    @ServiceOnly
    @Operation(summary = "A metadata shard comes up, for the first time or again")
    ShardRegistered register(@Valid @RequestBody ShardRegistration registration) {
        return new ShardRegistered(directory.register(registration).id(), keys.publicKeyBase64());
    }

    @GetMapping
    @Operation(summary = "All metadata shards")
    List<ShardView> shards() {
        return directory.shards();
    }
}
