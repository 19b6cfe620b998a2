package io.pocket.control.job;

import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.security.JobKeys;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.ConnectionString;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.token.JobToken;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/** Makes what opens a job to its functions. */
@Component
final class JobTokens {

    private final JobKeys keys;

    JobTokens(JobKeys keys) {
        this.keys = keys;
    }

    /** Addresses of the job's shards with a new token for everything in it. */
    ConnectionString connectionString(Job job, ClusterState state) {
        return connectionString(job, job, state);
    }

    /** The same for a space that a job opens: its token ends with the job's, and must be on record in the ledger before. */
    ConnectionString connectionString(Job opened, Job holder, ClusterState state) {
        List<HostPort> shards = opened.placement().shards().stream()
                .map(id -> state.shards().get(id).address())
                .toList();
        return new ConnectionString(shards, opened.id(), sign(opened, holder));
    }

    private Bytes sign(Job opened, Job holder) {
        return keys.sign(new JobToken(
                opened.number(),
                JobToken.ALL,
                holder.registeredAt().getEpochSecond(),
                holder.tokenExpiresAt().getEpochSecond()));
    }

    /** As in a connection string. */
    String text(Bytes token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.toArray());
    }
}
