package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.decision.DecisionKind;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.metrics.ControllerMeter;
import io.pocket.control.scale.MemberState;
import io.pocket.control.scale.TierBounds;
import io.pocket.control.scale.TierMember;
import io.pocket.control.scale.TierScale;
import io.pocket.control.scale.TierScaler;
import io.pocket.control.scale.TierSettings;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import io.pocket.protocol.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the pods of each tier as many as its PodTemplate asks for.
 *
 * <p>Watches tell of changes; one thread then looks at all tiers and takes the steps of {@link TierPlan}. What fails is tried again at the
 * next look. The number of nodes wanted, the choice of who goes, and the epoch of the leader are kept in the API server, nowhere else.
 */
final class KubernetesTierScaler implements TierScaler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesTierScaler.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final KubernetesProperties properties;
    private final TierTemplates templates;
    private final TierReconciler reconciler;
    private final TierSettings settings;
    private final DecisionLog decisions;
    private final Counter failures;
    private final Semaphore signals = new Semaphore(0);
    private final Thread thread;
    private volatile TierWatch watch;
    private volatile Map<PodTemplate, TierView> seen = Map.of();
    private volatile long epoch;
    private volatile boolean closed;

    KubernetesTierScaler(
            KubernetesClient client,
            KubernetesProperties properties,
            PodNodes nodes,
            TierSettings settings,
            DecisionLog decisions,
            MeterRegistry registry) {
        this.client = client;
        this.properties = properties;
        this.templates = new TierTemplates(client);
        this.settings = settings;
        this.decisions = decisions;
        this.reconciler = new TierReconciler(
                templates, new TierPods(client), nodes, settings, decisions, properties.slowWarning());
        this.failures = ControllerMeter.RECONCILE_FAILURES.counter(registry);
        this.thread = Thread.ofPlatform().daemon().name("pocket-scaler").unstarted(this::run);
    }

    /** Claims the tiers and begins to look after them. */
    void start() {
        thread.start();
    }

    /** Has the tiers looked at soon. Thread-safe. */
    void signal() {
        signals.release();
    }

    @Override
    public List<TierScale> tiers() {
        return seen.values().stream().map(this::scaleOf).toList();
    }

    private TierScale scaleOf(TierView view) {
        TierBounds bounds = settings.of(view.tier());
        List<TierMember> members = view.pods().stream()
                .map(pod -> new TierMember(
                        pod.name(),
                        pod.state(),
                        pod.detail(),
                        pod.node().map(PodNode::id).orElse(null)))
                .toList();
        return new TierScale(view.tier(), view.wanted(), bounds.minNodes(), bounds.maxNodes(), members);
    }

    @Override
    public void scale(Tier tier, int nodes, String reason) {
        String template = named(seenOf(tier));
        requireWithin(tier, nodes);
        keep(() -> templates.setNodes(template, nodes, epoch));
        decisions.note(DecisionKind.SCALE, template, reason, Map.of("nodes", nodes));
        signal();
    }

    @Override
    public void retire(String name, String reason) {
        Map.Entry<PodTemplate, TierView> owner = ownerOf(name);
        int nodes = owner.getValue().wanted() - 1;
        requireWithin(owner.getValue().tier(), nodes);
        String uid = owner.getValue().pods().stream()
                .filter(pod -> pod.name().equals(name))
                .map(PodView::uid)
                .findFirst()
                .orElseThrow();
        keep(() -> templates.setNodesWithout(named(owner), nodes, uid, epoch));
        decisions.note(DecisionKind.SCALE, named(owner), reason, Map.of("nodes", nodes, "without", name));
        signal();
    }

    private void requireWithin(Tier tier, int nodes) {
        TierBounds bounds = settings.of(tier);
        if (!bounds.contain(nodes)) {
            throw new ApiException(
                            ProblemCode.INVALID_FIELD,
                            "The tier " + tier.label() + " has from " + bounds.minNodes() + " to " + bounds.maxNodes()
                                    + " nodes; " + nodes + " are asked for",
                            "Ask for a number within that, or change pocket.scaling.tiers." + tier.label())
                    .with("field", "nodes");
        }
    }

    private static String named(Map.Entry<PodTemplate, TierView> entry) {
        return entry.getKey().getMetadata().getName();
    }

    private Map.Entry<PodTemplate, TierView> seenOf(Tier tier) {
        return seen.entrySet().stream()
                .filter(entry -> entry.getValue().tier() == tier)
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ProblemCode.TIER_NOT_SCALABLE,
                        "There is no PodTemplate for the tier " + tier.label(),
                        "Apply one with the label " + Names.TIER + "=" + tier.label()));
    }

    private Map.Entry<PodTemplate, TierView> ownerOf(String member) {
        return seen.entrySet().stream()
                .filter(entry -> entry.getValue().pods().stream()
                        .anyMatch(pod -> pod.name().equals(member) && pod.isActive()))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ProblemCode.NODE_NOT_FOUND,
                        "No tier has a member " + member + " that could be chosen to go",
                        "GET /api/v1/scaling lists those there are"));
    }

    private static void keep(Runnable change) {
        try {
            change.run();
        } catch (DeposedException e) {
            throw new ApiException(
                    ProblemCode.NOT_LEADER, e.getMessage(), "Ask again; the controller that leads answers by then");
        } catch (KubernetesClientException | IllegalStateException e) {
            throw new ApiException(
                    ProblemCode.SCALER_UNAVAILABLE,
                    "The Kubernetes API server did not keep it: " + e.getMessage(),
                    "Ask again; nothing has changed, or all of it has");
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (watch != null) {
            watch.close();
        }
    }

    private void run() {
        while (!closed && lookOnce()) {
            // Goes on until it is closed or deposed.
        }
    }

    /** Returns whether to go on. */
    private boolean lookOnce() {
        try {
            if (watch == null) {
                begin();
            }
            seen = reconciler.reconcile(watch, epoch);
            return pause(isMoving() ? properties.motionInterval() : properties.reconcileInterval());
        } catch (DeposedException e) {
            decisions.note(DecisionKind.LEAD, "controller", e.getMessage() + ": it changes nothing any more");
            return false;
        } catch (KubernetesClientException | IllegalStateException e) {
            failures.increment();
            LOG.warn("the tiers could not be looked after, which is tried again: {}", e.getMessage());
            return pause(properties.motionInterval());
        } catch (RuntimeException e) {
            failures.increment();
            LOG.error("the tiers could not be looked after, which is tried again", e);
            return pause(properties.reconcileInterval());
        }
    }

    private void begin() {
        epoch = templates.claimAll();
        watch = new TierWatch(client, this::signal);
        decisions.note(
                DecisionKind.LEAD, "controller", "it looks after the tiers from here on", Map.of("epoch", epoch));
    }

    private boolean isMoving() {
        return seen.values().stream()
                .anyMatch(view -> view.pods().size() != view.wanted()
                        || view.pods().stream().anyMatch(pod -> pod.state() != MemberState.READY));
    }

    /** Several changes at once are one look. */
    private boolean pause(Duration most) {
        try {
            if (signals.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
