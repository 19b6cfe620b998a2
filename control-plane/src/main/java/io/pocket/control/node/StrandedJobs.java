package io.pocket.control.node;

import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.node.JobMoves.Moves;
import io.pocket.control.push.Pusher;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks each second for jobs all of whose nodes drain, or have left, and gives them nodes that came since. */
@Component
final class StrandedJobs {

    private static final Logger LOG = LoggerFactory.getLogger(StrandedJobs.class);

    private final ClusterLedger ledger;
    private final JobMoves moves;
    private final Pusher pusher;

    StrandedJobs(ClusterLedger ledger, JobMoves moves, Pusher pusher) {
        this.ledger = ledger;
        this.moves = moves;
        this.pusher = pusher;
    }

    /** Looks without the ledger's lock first: there are hardly ever any. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void rescue() {
        if (!moves.rescue(ledger.state()).moved().isEmpty()) {
            Moves made = ledger.change(state -> {
                Moves rescued = moves.rescue(state);
                return new Change<>(rescued.events(), rescued);
            });
            LOG.info(
                    "{} jobs have other nodes for their new data, since all of theirs drain or have left",
                    made.moved().size());
            pusher.jobsChanged(made.moved());
        }
    }
}
