package io.pocket.control.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.pocket.control.decision.DecisionKind;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.kubernetes.PodAction.Create;
import io.pocket.control.kubernetes.PodAction.Delete;
import io.pocket.control.kubernetes.PodAction.Recall;
import io.pocket.control.kubernetes.PodAction.Retire;
import io.pocket.control.scale.MemberState;
import io.pocket.control.scale.TierSettings;
import io.pocket.protocol.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes the steps that bring tiers closer to what they shall be. Used by one thread. */
final class TierReconciler {

    private final TierTemplates templates;
    private final TierPods pods;
    private final PodNodes nodes;
    private final TierSettings settings;
    private final DecisionLog decisions;
    private final WantedNodes wanted;
    private final PodChanges changes;
    private final Expectations expectations = new Expectations(System::nanoTime);

    TierReconciler(
            TierTemplates templates,
            TierPods pods,
            PodNodes nodes,
            TierSettings settings,
            DecisionLog decisions,
            Duration slowWarning) {
        this.templates = templates;
        this.pods = pods;
        this.nodes = nodes;
        this.settings = settings;
        this.decisions = decisions;
        this.wanted = new WantedNodes(decisions);
        this.changes = new PodChanges(decisions, slowWarning, System::nanoTime);
    }

    /**
     * Looks at all tiers once.
     *
     * @return the tiers as they were seen, by PodTemplate
     * @throws DeposedException another controller leads
     */
    Map<PodTemplate, TierView> reconcile(TierWatch watch, long epoch) {
        Map<String, PodNode> known = presentNodes(watch);
        Map<PodTemplate, TierView> views = new LinkedHashMap<>();
        for (PodTemplate template : watch.templates()) {
            Optional<Tier> tier = TierTemplates.tier(template);
            if (tier.isPresent() && isOwn(template, epoch)) {
                TierView view = view(template, tier.get(), watch.pods(), known);
                views.put(template, view);
                changes.note(template.getMetadata().getName(), view.pods());
                approach(template, view, epoch);
            }
        }
        return views;
    }

    /** Claims a template that is new, or whose annotation somebody took away. */
    private boolean isOwn(PodTemplate template, long epoch) {
        TierTemplates.requireOwn(template, epoch);
        return Epoch.of(template) == epoch || templates.claim(template, epoch);
    }

    /** Nodes of pods; those whose pod is gone have left for good, and taken with them what they held. */
    private Map<String, PodNode> presentNodes(TierWatch watch) {
        Map<String, PodNode> known = new HashMap<>(nodes.byPod());
        Set<String> seen =
                watch.pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        if (seen.containsAll(known.keySet())) {
            return known;
        }
        // The watch may be behind the ledger; the API server's store is not.
        Set<String> present = pods.uids();
        List<String> gone =
                known.keySet().stream().filter(uid -> !present.contains(uid)).toList();
        for (String uid : gone) {
            PodNode node = known.remove(uid);
            String reason = node.empty() ? "its pod is gone, and it was empty" : "its pod is gone, with what it held";
            decisions.note(DecisionKind.OBSERVE, "node-" + node.id(), reason, Map.of("pod", uid));
            nodes.left(node.id(), !node.empty());
        }
        return known;
    }

    private TierView view(PodTemplate template, Tier tier, List<Pod> all, Map<String, PodNode> known) {
        String name = template.getMetadata().getName();
        List<PodView> views = new ArrayList<>();
        for (Pod pod : all) {
            PodReader.read(pod, name)
                    .ifPresent(read -> views.add(read.with(Optional.ofNullable(known.get(read.uid())))));
        }
        return new TierView(
                tier,
                wanted.of(template, settings.of(tier)),
                Set.copyOf(TierTemplates.chosen(template)),
                PodMaker.hash(template),
                views);
    }

    private void approach(PodTemplate template, TierView view, long epoch) {
        if (!expectations.areMetBy(view.pods(), template.getMetadata().getName())) {
            return;
        }
        // Whoever led before may have been stopped between the mark and the drain.
        view.pods().stream()
                .filter(pod -> pod.state() == MemberState.RETIRING)
                .forEach(pod -> pod.node()
                        .ifPresent(node -> nodes.drain(node.id(), pod.retiring().orElse(""))));
        TierPlan.of(view).forEach(action -> take(action, template, view, epoch));
    }

    private void take(PodAction action, PodTemplate template, TierView view, long epoch) {
        switch (action) {
            case Create create -> create(create, template, view, epoch);
            case Retire retire -> change(retire.pod(), action, view, pods.retire(retire.pod(), retire.reason()));
            case Recall recall -> {
                // In this order: one that is stopped in between is recalled again by who comes next.
                recall.pod().node().ifPresent(node -> nodes.undrain(node.id()));
                change(recall.pod(), action, view, pods.recall(recall.pod()));
            }
            case Delete delete -> change(delete.pod(), action, view, pods.delete(delete.pod()));
        }
    }

    private void create(Create create, PodTemplate template, TierView view, long epoch) {
        String name = PodReader.name(template.getMetadata().getName(), create.ordinal());
        expectations.created(name);
        if (pods.create(template, create.ordinal(), epoch)) {
            decisions.note(create.kind(), name, create.reason(), inputs(view));
        }
    }

    private void change(PodView pod, PodAction action, TierView view, boolean done) {
        if (done) {
            expectations.changed(pod);
            decisions.note(action.kind(), pod.name(), action.reason(), inputs(view));
        }
    }

    private static Map<String, Object> inputs(TierView view) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("tier", view.tier().label());
        inputs.put("wanted", view.wanted());
        for (MemberState state : MemberState.values()) {
            long count =
                    view.pods().stream().filter(pod -> pod.state() == state).count();
            if (count > 0) {
                inputs.put(state.label(), count);
            }
        }
        return inputs;
    }
}
