package io.pocket.control.kubernetes;

import static io.pocket.control.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.PodTemplateBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pocket.control.decision.Decision;
import io.pocket.control.decision.DecisionKind;
import io.pocket.control.decision.DecisionLog;
import io.pocket.control.scale.MemberState;
import io.pocket.control.scale.TierBounds;
import io.pocket.control.scale.TierProperties;
import io.pocket.control.scale.TierScale;
import io.pocket.control.scale.TierSettings;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import io.pocket.protocol.Tier;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the scaler does to a cluster, whoever plays the cluster. The tests are the scheduler and the kubelet. */
abstract class TierScalerContract {

    private static final TierBounds BOUNDS = new TierBounds(1, 6);

    /** More than it takes to bring a tier from none to three nodes and back to one. */
    private static final int MOST_CHANGES = 14;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final FakePodNodes nodes = new FakePodNodes();
    private final DecisionLog decisions = new DecisionLog(InstantSource.system(), new SimpleMeterRegistry());
    private final TierSettings settings = new TierSettings(new TierProperties(Map.of(Tier.DRAM, BOUNDS)));
    private ApiServer api;
    private KubernetesClient client;

    abstract ApiServer open() throws IOException;

    @BeforeEach
    void openApi() throws IOException {
        api = open();
        opened.add(api);
        client = api.client();
        opened.add(client);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }

    private KubernetesTierScaler startScaler() {
        return startScaler(client);
    }

    private KubernetesTierScaler startScaler(KubernetesClient over) {
        KubernetesTierScaler scaler =
                new KubernetesTierScaler(over, Settings.quick(), nodes, settings, decisions, new SimpleMeterRegistry());
        opened.add(scaler);
        scaler.start();
        return scaler;
    }

    private void applyTemplate(String image) {
        PodTemplate template = new PodTemplateBuilder()
                .withNewMetadata()
                .withName("pocket-dram")
                .withNamespace(client.getNamespace())
                .addToLabels(Names.TIER, "dram")
                .endMetadata()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app.kubernetes.io/component", "node")
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("node")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .build();
        PodTemplate there = template();
        if (there == null) {
            client.v1().podTemplates().resource(template).create();
        } else {
            client.v1()
                    .podTemplates()
                    .withName("pocket-dram")
                    .edit(known -> new PodTemplateBuilder(known)
                            .withTemplate(template.getTemplate())
                            .build());
        }
    }

    private PodTemplate template() {
        return client.v1().podTemplates().withName("pocket-dram").get();
    }

    /** As somebody at a terminal does. */
    private void annotate(String nodesWanted) {
        client.v1()
                .podTemplates()
                .withName("pocket-dram")
                .edit(known -> new PodTemplateBuilder(known)
                        .editMetadata()
                        .addToAnnotations(Names.NODES, nodesWanted)
                        .endMetadata()
                        .build());
    }

    private List<Pod> pods() {
        return client.pods().withLabel(Names.TIER).list().getItems();
    }

    private List<String> names() {
        return pods().stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
    }

    private void awaitPods(String... expected) {
        eventually(() -> assertThat(names()).containsExactly(expected));
    }

    /** Plays scheduler, kubelet and node: every pod is bound, becomes ready and registers. */
    private void serve(long usedBytes) {
        for (Pod pod : pods()) {
            nodes.register(pod.getMetadata().getUid(), usedBytes);
            setStatus(pod.getMetadata().getName(), "Running", "Ready", "True", null, null);
        }
    }

    /** As the kubelet does it: whatever else has changed, and whether or not the pod is still there. */
    private void setStatus(String name, String phase, String condition, String status, String reason, String message) {
        Pod patch = new PodBuilder()
                .withNewStatus()
                .withPhase(phase)
                .withConditions(new PodConditionBuilder()
                        .withType(condition)
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .build())
                .endStatus()
                .build();
        try {
            client.pods()
                    .withName(name)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
        }
    }

    private List<Decision> decided(DecisionKind kind) {
        return decisions.after(0, 2_000).stream()
                .filter(decision -> decision.kind() == kind)
                .toList();
    }

    private static void awaitReady(KubernetesTierScaler scaler, int count) {
        eventually(() -> assertThat(scaler.tiers())
                .singleElement()
                .satisfies(tier -> assertThat(tier.count(MemberState.READY)).isEqualTo(count)));
    }

    @Test
    void shouldMakeTheLeastNumberOfPodsFromTheTemplateWhenNobodyAskedForMore() {
        applyTemplate("node:1");
        startScaler();
        awaitPods("pocket-dram-1");
        Pod pod = pods().getFirst();
        assertThat(pod.getMetadata().getLabels())
                .containsEntry(Names.TIER, "dram")
                .containsEntry("app.kubernetes.io/component", "node");
        assertThat(pod.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("PodTemplate");
            assertThat(owner.getUid()).isEqualTo(template().getMetadata().getUid());
            assertThat(owner.getController()).isTrue();
        });
        assertThat(pod.getSpec().getContainers().getFirst().getImage()).isEqualTo("node:1");
    }

    @Test
    void shouldFollowTheAnnotationWithoutBeingAsked() {
        applyTemplate("node:1");
        startScaler();
        awaitPods("pocket-dram-1");
        annotate("3");
        awaitPods("pocket-dram-1", "pocket-dram-2", "pocket-dram-3");
    }

    @Test
    void shouldTakeATemplateThatComesLater() {
        startScaler();
        eventually(() -> assertThat(decided(DecisionKind.LEAD)).hasSize(1));
        applyTemplate("node:1");
        awaitPods("pocket-dram-1");
    }

    @Test
    void shouldKeepAWishInTheApiServer() {
        applyTemplate("node:1");
        KubernetesTierScaler scaler = startScaler();
        awaitPods("pocket-dram-1");
        eventually(() -> assertThat(scaler.tiers()).isNotEmpty());
        scaler.scale(Tier.DRAM, 2, "test");
        assertThat(template().getMetadata().getAnnotations()).containsEntry(Names.NODES, "2");
        awaitPods("pocket-dram-1", "pocket-dram-2");
    }

    @Test
    void shouldRefuseWhatIsOutOfBoundsOrHasNoTemplate() {
        applyTemplate("node:1");
        KubernetesTierScaler scaler = startScaler();
        eventually(() -> assertThat(scaler.tiers()).isNotEmpty());
        assertThatThrownBy(() -> scaler.scale(Tier.DRAM, 7, "test"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_FIELD));
        assertThatThrownBy(() -> scaler.scale(Tier.HDD, 1, "test"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.TIER_NOT_SCALABLE));
    }

    @Test
    void shouldTakeTheNearestNumberAndSaySoWhenTheAnnotationIsOutOfBounds() {
        applyTemplate("node:1");
        annotate("100");
        startScaler();
        eventually(() -> assertThat(names()).hasSize(6));
        assertThat(decided(DecisionKind.REFUSE))
                .singleElement()
                .satisfies(decision -> assertThat(decision.inputs())
                        .containsEntry("asked", "100")
                        .containsEntry("wanted", 6));
    }

    @Test
    void shouldDrainTheOneWithLeastDataAndDeleteItOnlyWhenItIsEmpty() {
        applyTemplate("node:1");
        annotate("3");
        KubernetesTierScaler scaler = startScaler();
        eventually(() -> assertThat(names()).hasSize(3));
        serve(1_000);
        String leastUid =
                client.pods().withName("pocket-dram-1").get().getMetadata().getUid();
        int least = nodes.register(leastUid, 10);
        awaitReady(scaler, 3);

        annotate("2");

        eventually(() -> assertThat(nodes.draining()).containsExactly(least));
        assertThat(names()).hasSize(3);
        assertThat(client.pods().withName("pocket-dram-1").get().getMetadata().getAnnotations())
                .containsKey(Names.RETIRING);
        nodes.empty(least);
        awaitPods("pocket-dram-2", "pocket-dram-3");
        eventually(() -> assertThat(nodes.left()).containsExactly(least));
        assertThat(nodes.lost()).isEmpty();
    }

    @Test
    void shouldRetireTheMemberThatWasChosen() {
        applyTemplate("node:1");
        annotate("2");
        KubernetesTierScaler scaler = startScaler();
        eventually(() -> assertThat(names()).hasSize(2));
        serve(0);
        awaitReady(scaler, 2);
        scaler.retire("pocket-dram-1", "its machine is to be repaired");
        awaitPods("pocket-dram-2");
    }

    @Test
    void shouldRecallANodeThatDrainsWhenItIsWantedAgain() {
        applyTemplate("node:1");
        annotate("2");
        KubernetesTierScaler scaler = startScaler();
        eventually(() -> assertThat(names()).hasSize(2));
        serve(50);
        awaitReady(scaler, 2);
        annotate("1");
        eventually(() -> assertThat(nodes.draining()).hasSize(1));
        annotate("2");
        eventually(() -> assertThat(nodes.draining()).isEmpty());
        awaitReady(scaler, 2);
        assertThat(names()).hasSize(2);
    }

    @Test
    void shouldTellPodsThatHaveNoPlaceFromThoseThatWaitForTheScheduler() {
        applyTemplate("node:1");
        KubernetesTierScaler scaler = startScaler();
        awaitPods("pocket-dram-1");
        eventually(() -> assertThat(decided(DecisionKind.OBSERVE))
                .anyMatch(decision -> "pending".equals(decision.inputs().get("state"))));

        setStatus("pocket-dram-1", "Pending", "PodScheduled", "False", "Unschedulable", "0/3 nodes are available");

        eventually(() -> assertThat(decided(DecisionKind.OBSERVE)).anySatisfy(decision -> {
            assertThat(decision.subject()).isEqualTo("pocket-dram-1");
            assertThat(decision.inputs()).containsEntry("state", "unschedulable");
            assertThat(decision.inputs().get("detail")).asString().contains("0/3 nodes are available");
        }));
        eventually(() -> assertThat(scaler.tiers())
                .singleElement()
                .satisfies(tier ->
                        assertThat(tier.count(MemberState.UNSCHEDULABLE)).isEqualTo(1)));
    }

    @Test
    void shouldReplaceAPodThatSomebodyDeletedAndForgetItsNode() {
        applyTemplate("node:1");
        KubernetesTierScaler scaler = startScaler();
        awaitPods("pocket-dram-1");
        serve(500);
        awaitReady(scaler, 1);
        String uid = pods().getFirst().getMetadata().getUid();

        client.pods().withName("pocket-dram-1").withGracePeriod(0).delete();

        eventually(() -> assertThat(nodes.left()).containsExactly(1));
        assertThat(nodes.lost()).containsExactly(1);
        eventually(() -> assertThat(pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.getMetadata().getUid()).isNotEqualTo(uid)));
    }

    @Test
    void shouldReplacePodsOneAtATimeWhenTheTemplateChanges() {
        applyTemplate("node:1");
        annotate("2");
        KubernetesTierScaler scaler = startScaler();
        eventually(() -> assertThat(names()).hasSize(2));
        serve(0);
        awaitReady(scaler, 2);

        applyTemplate("node:2");

        eventually(() -> {
            serve(0);
            assertThat(pods().size()).isBetween(2, 3);
            assertThat(pods())
                    .hasSize(2)
                    .allMatch(pod ->
                            pod.getSpec().getContainers().getFirst().getImage().equals("node:2"));
        });
    }

    @Test
    void shouldGiveWayToAControllerThatHasClaimedTheTiersSince() {
        applyTemplate("node:1");
        KubernetesTierScaler former = startScaler();
        awaitPods("pocket-dram-1");
        eventually(() -> assertThat(former.tiers()).isNotEmpty());

        KubernetesTierScaler present = startScaler(api.client());

        eventually(() -> assertThat(present.tiers()).isNotEmpty());
        assertThatThrownBy(() -> former.scale(Tier.DRAM, 5, "from the past"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.NOT_LEADER));
        present.scale(Tier.DRAM, 2, "test");
        awaitPods("pocket-dram-1", "pocket-dram-2");
        eventually(() -> assertThat(decided(DecisionKind.LEAD))
                .anyMatch(decision -> decision.reason().contains("changes nothing any more")));
    }

    static IntStream killedAfter() {
        return IntStream.rangeClosed(0, MOST_CHANGES);
    }

    /** Killed after each number of changes in turn, while it scales out and in: the next one brings it to the end. */
    @ParameterizedTest
    @MethodSource("killedAfter")
    void shouldFinishOrUndoWhatAKilledControllerHadBegun(int changes) {
        KillSwitch killSwitch = new KillSwitch(changes);
        applyTemplate("node:1");
        annotate("3");
        startDoomed(killSwitch);
        scaleOutAndIn(killSwitch);
        if (changes == MOST_CHANGES) {
            assertThat(killSwitch.hasKilled()).as("all changes were tried").isFalse();
        }
        killSwitch.kill();
        nodes.beforeChange(() -> {});
        annotate("2");

        KubernetesTierScaler next = startScaler(api.client());

        eventually(() -> {
            serve(0);
            assertThat(names()).hasSize(2);
            assertThat(pods())
                    .allMatch(pod -> pod.getMetadata().getAnnotations().get(Names.RETIRING) == null);
            assertThat(nodes.draining()).isEmpty();
            assertThat(nodes.byPod()).hasSize(2);
        });
        awaitReady(next, 2);
    }

    private void startDoomed(KillSwitch killSwitch) {
        KubernetesClient doomed = api.client(killSwitch::on);
        opened.add(doomed);
        nodes.beforeChange(killSwitch::check);
        startScaler(doomed);
    }

    /** Until it has done all of it, or was killed. */
    private void scaleOutAndIn(KillSwitch killSwitch) {
        eventually(
                () -> assertThat(killSwitch.hasKilled() || names().size() == 3).isTrue());
        serve(100);
        annotate("1");
        eventually(() -> assertThat(killSwitch.hasKilled() || nodes.draining().size() == 2)
                .isTrue());
        List.copyOf(nodes.draining()).forEach(nodes::empty);
        eventually(() -> assertThat(killSwitch.hasKilled() || (nodes.left().size() >= 2 && names().size() == 1))
                .isTrue());
    }

    @Test
    void shouldTakeOtherBoundsFromTheConfigMapAndKeepTheLastOnesWhenItIsWrong() {
        applyTemplate("node:1");
        KubernetesTierScaler scaler = startScaler();
        awaitPods("pocket-dram-1");
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory();
                ConfigMapReload reload = new ConfigMapReload(
                        client, "pocket-controller", validators.getValidator(), settings, decisions, scaler::signal)) {
            assertThat(reload).isNotNull();
            storeConfigMap("pocket: {scaling: {tiers: {dram: {min-nodes: 3, max-nodes: 4}}}}");
            eventually(() -> assertThat(names()).hasSize(3));
            storeConfigMap("pocket: {scaling: {tiers: {dram: {min-nodes: 5, max-nodes: 4}}}}");
            eventually(() -> assertThat(decided(DecisionKind.REFUSE))
                    .anyMatch(decision -> decision.reason().contains("min-nodes must not exceed max-nodes")));
            storeConfigMap("pocket: {scaling: {tiers: {dram: {min-nodes: many}}}}");
            eventually(() -> assertThat(decided(DecisionKind.REFUSE))
                    .anyMatch(decision -> decision.reason().contains("min-nodes")
                            && decision.reason().contains("many")));
            assertThat(settings.of(Tier.DRAM)).isEqualTo(new TierBounds(3, 4));
        }
    }

    private void storeConfigMap(String yaml) {
        client.configMaps()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("pocket-controller")
                        .withNamespace(client.getNamespace())
                        .endMetadata()
                        .addToData("application.yaml", yaml)
                        .build())
                .createOr(resource -> resource.update());
    }

    @Test
    void shouldMakeTheClusterKeyOnceAndReadItAfterwards() {
        String first =
                new GeneratedKeySecret(client, "pocket-cluster-key").key().toHex();
        assertThat(new GeneratedKeySecret(client, "pocket-cluster-key").key().toHex())
                .isEqualTo(first)
                .hasSize(64);
    }

    @Test
    void shouldLetOneControllerLeadAndAnotherWaitUntilItGivesTheLeaseBack() throws Exception {
        KubernetesProperties quick = Settings.quick();
        Leadership first = new Leadership(client, quick, "first", () -> {});
        first.await();
        Leadership second = new Leadership(api.client(), quick, "second", () -> {});
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                second.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(waiting.join(Duration.ofMillis(600))).isFalse();
        first.close();
        assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
        second.close();
    }

    @Test
    void shouldShowBoundsAndMembers() {
        applyTemplate("node:1");
        KubernetesTierScaler scaler = startScaler();
        awaitPods("pocket-dram-1");
        serve(0);
        awaitReady(scaler, 1);
        TierScale tier = scaler.tiers().getFirst();
        assertThat(tier.tier()).isEqualTo(Tier.DRAM);
        assertThat(tier.wanted()).isEqualTo(1);
        assertThat(tier.maxNodes()).isEqualTo(6);
        assertThat(tier.members().getFirst().nodeId()).isEqualTo(1);
    }
}
