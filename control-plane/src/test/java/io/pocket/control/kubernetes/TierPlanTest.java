package io.pocket.control.kubernetes;

import static io.pocket.control.kubernetes.Views.FORMER;
import static io.pocket.control.kubernetes.Views.outdated;
import static io.pocket.control.kubernetes.Views.pod;
import static io.pocket.control.kubernetes.Views.ready;
import static io.pocket.control.kubernetes.Views.retiring;
import static io.pocket.control.kubernetes.Views.tier;
import static io.pocket.control.kubernetes.Views.tierWithout;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.control.scale.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TierPlanTest {

    private static List<String> plan(TierView view) {
        return TierPlan.of(view).stream().map(TierPlanTest::text).toList();
    }

    private static String text(PodAction action) {
        return switch (action) {
            case PodAction.Create create -> "create " + create.ordinal();
            case PodAction.Retire retire -> "retire " + retire.pod().ordinal();
            case PodAction.Recall recall -> "recall " + recall.pod().ordinal();
            case PodAction.Delete delete -> "delete " + delete.pod().ordinal();
        };
    }

    @Test
    void shouldTakeTheLowestFreeNumbersForNewPods() {
        assertThat(plan(tier(4, ready(2, 0), ready(4, 0)))).containsExactly("create 1", "create 3");
    }

    @Test
    void shouldNotReuseTheNumberOfAPodThatIsStillEnding() {
        assertThat(plan(tier(1, pod(1, MemberState.ENDING)))).containsExactly("create 2");
    }

    @Test
    void shouldDoNothingWhenAllIsAsItShallBe() {
        assertThat(plan(tier(2, ready(1, 5), pod(2, MemberState.STARTING)))).isEmpty();
    }

    @Test
    void shouldRetireTheOneWithLeastToLoseWhateverItsNumber() {
        assertThat(plan(tier(2, ready(1, 10), ready(2, 500), ready(3, 400)))).containsExactly("retire 1");
    }

    @Test
    void shouldEndPodsThatNeverServedBeforeItRetiresOthers() {
        assertThat(plan(tier(1, ready(1, 0), pod(2, MemberState.UNSCHEDULABLE), pod(3, MemberState.PENDING))))
                .containsExactlyInAnyOrder("delete 2", "delete 3");
    }

    @Test
    void shouldNeverDeleteAReadyPodWhoseNodeIsNotKnown() {
        assertThat(plan(tier(0, pod(1, MemberState.READY)))).containsExactly("retire 1");
    }

    @Test
    void shouldRetireTheChosenOneFirst() {
        assertThat(plan(tierWithout(1, "uid-2", ready(1, 0), ready(2, 900)))).containsExactly("retire 2");
    }

    @Test
    void shouldDeleteARetiringPodOnlyWhenItsNodeIsEmpty() {
        assertThat(plan(tier(1, ready(1, 0), retiring(2, 7, false)))).isEmpty();
        assertThat(plan(tier(1, ready(1, 0), retiring(2, 0, true)))).containsExactly("delete 2");
    }

    @Test
    void shouldRecallBeforeItCreatesAndTheFullestFirst() {
        assertThat(plan(tier(3, ready(1, 0), retiring(2, 5, false), retiring(3, 50, false), retiring(4, 1, true))))
                .containsExactlyInAnyOrder("recall 3", "recall 2", "delete 4");
    }

    @Test
    void shouldReplacePodsThatEndedByThemselves() {
        assertThat(plan(tier(2, ready(1, 0), pod(2, MemberState.FAILED)))).containsExactly("delete 2", "create 3");
    }

    @Test
    void shouldReplaceOutdatedPodsOneAtATimeAndOnlyWhenTheSuccessorIsReady() {
        assertThat(plan(tier(2, outdated(1), outdated(2)))).containsExactly("create 3");
        assertThat(plan(tier(2, outdated(1), outdated(2), pod(3, MemberState.STARTING))))
                .isEmpty();
        assertThat(plan(tier(2, outdated(1), outdated(2), ready(3, 0)))).containsExactly("retire 2");
        PodView leaving = pod(2, MemberState.RETIRING, FORMER, new PodNode(2, 9, false));
        assertThat(plan(tier(2, outdated(1), leaving, ready(3, 0)))).isEmpty();
    }

    /** Whatever the state, repeated plans against a cluster that does as it is told end with the number wanted. */
    @Test
    void shouldReachTheNumberWantedFromAnywhere() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<PodView> pods = new ArrayList<>();
            for (int ordinal = 1; ordinal <= random.nextInt(7); ordinal++) {
                pods.add(randomPod(ordinal, random));
            }
            int wanted = random.nextInt(5);
            List<PodView> end = run(pods, wanted, random);
            assertThat(end).as("seed %d", seed).hasSize(wanted).allMatch(pod -> pod.state() == MemberState.READY);
            assertThat(end)
                    .as("seed %d", seed)
                    .allMatch(pod -> pod.templateHash().equals(Views.CURRENT));
        }
    }

    private static PodView randomPod(int ordinal, Random random) {
        List<MemberState> states = List.of(MemberState.values());
        MemberState state = states.get(random.nextInt(states.size()));
        String hash = random.nextInt(3) == 0 ? FORMER : Views.CURRENT;
        boolean registered = state == MemberState.READY || state == MemberState.RETIRING;
        return pod(ordinal, state, hash, registered ? new PodNode(ordinal, random.nextInt(100), false) : null);
    }

    /** Plays Kubernetes: some of what is on its way gets there between two plans. */
    private static List<PodView> run(List<PodView> start, int wanted, Random random) {
        List<PodView> pods = new ArrayList<>(start);
        for (int look = 0; look < 200; look++) {
            TierView view = tier(wanted, pods.toArray(PodView[]::new));
            List<PodAction> actions = TierPlan.of(view);
            assertThat(actions).doesNotHaveDuplicates();
            actions.forEach(action -> take(action, pods));
            pods.replaceAll(pod -> random.nextBoolean() ? progressed(pod) : pod);
            pods.removeIf(pod -> pod.state() == MemberState.ENDING && random.nextBoolean());
        }
        return pods;
    }

    private static void take(PodAction action, List<PodView> pods) {
        switch (action) {
            case PodAction.Create create -> {
                assertThat(pods).noneMatch(pod -> pod.ordinal() == create.ordinal());
                pods.add(pod(create.ordinal(), MemberState.PENDING));
            }
            case PodAction.Retire retire -> replace(pods, retire.pod(), MemberState.RETIRING);
            case PodAction.Recall recall -> replace(pods, recall.pod(), MemberState.READY);
            case PodAction.Delete delete -> {
                boolean safe = delete.pod().node().map(PodNode::empty).orElse(true);
                assertThat(safe || delete.pod().state() == MemberState.FAILED)
                        .as("%s holds data", delete.pod())
                        .isTrue();
                replace(pods, delete.pod(), MemberState.ENDING);
            }
        }
    }

    private static void replace(List<PodView> pods, PodView pod, MemberState state) {
        pods.replaceAll(known -> known.equals(pod)
                ? pod(pod.ordinal(), state, pod.templateHash(), pod.node().orElse(null))
                : known);
    }

    private static PodView progressed(PodView pod) {
        PodNode node = pod.node().orElse(new PodNode(pod.ordinal(), 0, false));
        return switch (pod.state()) {
            case PENDING, UNSCHEDULABLE -> pod(pod.ordinal(), MemberState.STARTING, pod.templateHash(), null);
            case STARTING, UNREADY -> pod(pod.ordinal(), MemberState.READY, pod.templateHash(), node);
            case RETIRING -> pod(pod.ordinal(), pod.state(), pod.templateHash(), new PodNode(node.id(), 0, true));
            case READY, ENDING, FAILED -> pod;
        };
    }
}
