package io.pocket.control.kubernetes;

import io.pocket.control.kubernetes.PodAction.Create;
import io.pocket.control.kubernetes.PodAction.Delete;
import io.pocket.control.kubernetes.PodAction.Recall;
import io.pocket.control.kubernetes.PodAction.Retire;
import io.pocket.control.scale.MemberState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What to do about one tier. Pure: the same view gives the same steps.
 *
 * <p>Nothing is remembered between two plans but what the pods themselves carry, so whoever leads goes on where the former leader was stopped. A
 * pod that may hold data is never deleted while it runs: it is retired, and deleted when its node says that it is empty.
 */
final class TierPlan {

    private final TierView view;
    private final List<PodView> active;
    private final List<PodView> retiring;
    private final List<PodView> outdated;
    private final List<PodAction> actions = new ArrayList<>();

    private TierPlan(TierView view) {
        this.view = view;
        this.active = view.pods().stream().filter(PodView::isActive).toList();
        this.retiring = view.pods().stream()
                .filter(pod -> pod.state() == MemberState.RETIRING)
                .toList();
        this.outdated = active.stream().filter(pod -> !isCurrent(pod)).toList();
    }

    /** The steps to take now; none if all is as it shall be, or there is only to wait. */
    static List<PodAction> of(TierView view) {
        TierPlan plan = new TierPlan(view);
        plan.decide();
        return List.copyOf(plan.actions);
    }

    private void decide() {
        view.pods().stream()
                .filter(pod -> pod.state() == MemberState.FAILED)
                .forEach(pod -> actions.add(new Delete(pod, "it has ended by itself: " + pod.detail())));
        Set<PodView> recalled = active.size() < view.wanted() ? grow() : Set.of();
        if (active.size() > view.wanted()) {
            shrink();
        } else if (active.size() == view.wanted()) {
            replaceOutdated();
        }
        retiring.stream()
                .filter(pod -> !recalled.contains(pod) && holdsNothing(pod))
                .forEach(pod -> actions.add(new Delete(pod, "it holds nothing any more")));
    }

    /** Recalls what was chosen to go before it makes anything new; those with most data first. */
    private Set<PodView> grow() {
        int missing = view.wanted() - active.size();
        Set<PodView> recalled = retiring.stream()
                .filter(this::isCurrent)
                .sorted(Comparator.comparingLong(TierPlan::usedBytes).reversed().thenComparingInt(PodView::ordinal))
                .limit(missing)
                .collect(Collectors.toSet());
        recalled.forEach(pod ->
                actions.add(new Recall(pod, "the tier shall have " + view.wanted() + ", and this one is still there")));
        create(missing - recalled.size(), "the tier shall have " + view.wanted() + " and has " + active.size());
        return recalled;
    }

    private void create(int count, String reason) {
        Set<Integer> taken = view.pods().stream().map(PodView::ordinal).collect(Collectors.toSet());
        IntStream.iterate(1, ordinal -> ordinal + 1)
                .filter(ordinal -> !taken.contains(ordinal))
                .limit(count)
                .forEach(ordinal -> actions.add(new Create(ordinal, reason)));
    }

    private void shrink() {
        int surplus = active.size() - view.wanted();
        boolean replacing = surplus == 1 && !outdated.isEmpty();
        if (replacing && !successorsAreReady()) {
            return;
        }
        String reason = replacing
                ? "it was made from a former template, and another is ready in its place"
                : "the tier shall have " + view.wanted() + " and has " + active.size();
        active.stream()
                .sorted(whoGoesFirst())
                .limit(surplus)
                .forEach(pod -> actions.add(mayServe(pod) ? new Retire(pod, reason) : new Delete(pod, reason)));
    }

    /** One more is made before one of the old goes; one at a time, so that the tier never has fewer than it shall. */
    private void replaceOutdated() {
        if (!outdated.isEmpty() && retiring.isEmpty()) {
            create(1, "the template has changed, and " + outdated.size() + " are of the former one");
        }
    }

    private boolean successorsAreReady() {
        return active.stream().filter(this::isCurrent).allMatch(pod -> pod.state() == MemberState.READY);
    }

    /** Those that somebody chose, then those that never served, then those of a former template, then those with least to lose, then the highest number. */
    private Comparator<PodView> whoGoesFirst() {
        return Comparator.comparing((PodView pod) -> !view.chosen().contains(pod.uid()))
                .thenComparing(TierPlan::mayServe)
                .thenComparing(this::isCurrent)
                .thenComparingLong(TierPlan::usedBytes)
                .thenComparing(Comparator.comparingInt(PodView::ordinal).reversed());
    }

    private boolean isCurrent(PodView pod) {
        return pod.templateHash().equals(view.templateHash());
    }

    /** Whether clients may have data there: a pod is ready only after its node has registered. */
    private static boolean mayServe(PodView pod) {
        return pod.node().isPresent() || pod.state() == MemberState.READY;
    }

    private static long usedBytes(PodView pod) {
        return pod.node().map(PodNode::usedBytes).orElse(0L);
    }

    private static boolean holdsNothing(PodView pod) {
        return pod.node().map(PodNode::empty).orElse(true);
    }
}
