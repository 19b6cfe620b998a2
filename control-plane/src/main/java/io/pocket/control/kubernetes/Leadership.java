package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease that one controller at a time holds.
 *
 * <p>A lease is no fence: a process that was held up may believe in it too long. So a controller that could not renew it ends at once, the
 * ledger's directory has a lock of its own, and the tiers carry an epoch ({@link TierTemplates}).
 */
final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final LeaderElector elector;
    private final CountDownLatch acquired = new CountDownLatch(1);
    private final Runnable onLoss;
    private volatile boolean closing;
    private CompletableFuture<?> running;

    /**
     * Applies for the lease.
     *
     * @param identity of this controller; one that comes back under its own identity need not wait
     * @param onLoss called at most once, on the client's threads, when a lease that was held is so no more; not by {@link #close}
     */
    Leadership(KubernetesClient client, KubernetesProperties properties, String identity, Runnable onLoss) {
        this.onLoss = onLoss;
        this.elector = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(properties.lease())
                        .withLock(new LeaseLock(client.getNamespace(), properties.lease(), identity))
                        .withLeaseDuration(properties.leaseDuration())
                        .withRenewDeadline(properties.renewDeadline())
                        .withRetryPeriod(properties.retryPeriod())
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(
                                acquired::countDown,
                                this::stopped,
                                holder -> LOG.info("the lease {} is held by {}", properties.lease(), holder)))
                        .build())
                .build();
    }

    /** Waits until this controller leads, for as long as another one does. */
    void await() throws InterruptedException {
        running = elector.start();
        acquired.await();
    }

    private void stopped() {
        if (!closing && acquired.getCount() == 0) {
            onLoss.run();
        }
    }

    /** Gives the lease back, so that another controller need not wait until it has run out. */
    @Override
    public void close() {
        closing = true;
        if (running != null) {
            running.cancel(true);
        }
    }
}
