package io.pocket.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.pocket.protocol.Tier;
import io.pocket.server.options.DurationConverter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every pod of every overlay, whatever component is upon it. */
class KustomizeTest {

    private static final long POCKET_UID = 10_001;
    private static final Duration MARGIN = Duration.ofSeconds(20);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

    private static final Map<String, Set<String>> READ_BY_IMAGE = Map.of(
            "pocket-shard", OptionNames.of("io.pocket.metadata.server.ShardOptions"),
            "pocket-monitor", OptionNames.of("io.pocket.monitor.MonitorOptions"),
            "pocket-node", OptionNames.of("io.pocket.data.jvm.NodeOptions"),
            "pocket-node-native",
                    OptionNames.of(
                            "io.pocket.data.jvm.NodeOptions", "io.pocket.data.nativeplane.spdk.node.SpdkOptions"));

    static List<String> variants() {
        return Kustomize.VARIANTS;
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldRunWithoutPrivilege(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            PodSecurityContext pod = workload.spec().getSecurityContext();
            assertThat(pod.getRunAsNonRoot()).as(workload.name()).isTrue();
            assertThat(List.of(pod.getRunAsUser(), pod.getRunAsGroup(), pod.getFsGroup()))
                    .as(workload.name())
                    .containsOnly(POCKET_UID);
            assertThat(pod.getSeccompProfile().getType()).as(workload.name()).isEqualTo("RuntimeDefault");
            assertThat(Stream.of(
                            workload.spec().getHostNetwork(),
                            workload.spec().getHostPID(),
                            workload.spec().getHostIPC()))
                    .as(workload.name())
                    .containsOnlyNulls();
            assertThat(workload.spec().getVolumes())
                    .as("folders of the machine in %s", workload.name())
                    .noneMatch(volume -> volume.getHostPath() != null);
            workload.containers().forEach(container -> requireConfined(workload, container));
        }
    }

    private static void requireConfined(Workload workload, Container container) {
        SecurityContext context = container.getSecurityContext();
        String name = workload.name() + "/" + container.getName();
        assertThat(context.getReadOnlyRootFilesystem()).as(name).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).as(name).isFalse();
        assertThat(context.getPrivileged()).as(name).isFalse();
        assertThat(context.getCapabilities().getDrop()).as(name).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).as(name).isEmpty();
        assertThat(context.getRunAsUser()).as(name).isNull();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldGiveATokenToTheControllerOnlyAndServicesToNobody(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            boolean isController = workload.name().equals("pocket-controller");
            assertThat(workload.spec().getAutomountServiceAccountToken())
                    .as(workload.name())
                    .isEqualTo(isController);
            assertThat(workload.spec().getEnableServiceLinks())
                    .as("service links of %s: they would set POCKET_SHARD_PORT and the like", workload.name())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldRequestWhatItIsLimitedTo(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            for (Container container : workload.containers()) {
                Map<String, Quantity> limits = container.getResources().getLimits();
                assertThat(limits)
                        .as(container.getName())
                        .containsKeys("cpu", "memory", "ephemeral-storage")
                        .isEqualTo(container.getResources().getRequests());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldBeProbed(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            for (Container container : workload.containers()) {
                boolean isSidecar = Objects.equals(container.getRestartPolicy(), "Always");
                assertThat(probes(container))
                        .as(container.getName())
                        .hasSize(isSidecar ? 2 : 3)
                        .allSatisfy(probe -> assertThat(Workload.port(
                                        container, probe.getHttpGet().getPort().getStrVal()))
                                .isPositive());
                assertThat(path(container.getLivenessProbe()))
                        .as("what tells whether %s lives", container.getName())
                        .isIn("/-/healthy", "/actuator/health/liveness");
                assertThat(path(container.getReadinessProbe()))
                        .as("what tells whether %s is ready", container.getName())
                        .isIn("/-/ready", "/actuator/health/readiness");
                assertThat(container.getStartupProbe() == null)
                        .as("start-up probe of %s: others wait for a sidecar's", container.getName())
                        .isEqualTo(isSidecar);
            }
        }
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    private static List<Probe> probes(Container container) {
        return Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .filter(Objects::nonNull)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldSetOnlyVariablesThatItsProcessReads(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            for (Container container : workload.containers()) {
                Set<String> helpers = references(container.getEnv());
                assertThat(container.getEnv())
                        .extracting(EnvVar::getName)
                        .as("%s of %s", container.getName(), workload.name())
                        .doesNotHaveDuplicates()
                        .allMatch(name -> helpers.contains(name) || isRead(Workload.imageName(container), name));
            }
        }
    }

    private static boolean isRead(String image, String variable) {
        if (image.equals("pocket-controller")) {
            return PropertyNames.containVariable(variable);
        }
        return READ_BY_IMAGE.get(image).contains(variable);
    }

    private static Set<String> references(List<EnvVar> variables) {
        return variables.stream().flatMap(KustomizeTest::references).collect(Collectors.toSet());
    }

    private static Stream<String> references(EnvVar variable) {
        return REFERENCE
                .matcher(Objects.requireNonNullElse(variable.getValue(), ""))
                .results()
                .map((MatchResult match) -> match.group(1));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldReferToVariablesThatComeBefore(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            for (Container container : workload.containers()) {
                Set<String> before = new HashSet<>();
                for (EnvVar variable : container.getEnv()) {
                    assertThat(before)
                            .as("what %s of %s refers to", variable.getName(), container.getName())
                            .containsAll(references(variable).toList());
                    before.add(variable.getName());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldMountVolumesThatAreThereAndWriteOnlyToThem(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            Set<String> mounted = workload.containers().stream()
                    .flatMap(container -> container.getVolumeMounts().stream())
                    .map(VolumeMount::getName)
                    .collect(Collectors.toSet());
            Set<String> volumes = workload.spec().getVolumes().stream()
                    .peek(KustomizeTest::requireOneSource)
                    .map(Volume::getName)
                    .collect(Collectors.toSet());
            if (workload.name().equals("pocket-shard")) {
                volumes.add("data"); // A claim template.
            }
            assertThat(mounted).as(workload.name()).isEqualTo(volumes);
            assertThat(workload.containers())
                    .as("temporary files of %s", workload.name())
                    .allMatch(container -> container.getVolumeMounts().stream()
                            .anyMatch(mount -> mount.getMountPath().equals("/tmp")));
        }
    }

    private static void requireOneSource(Volume volume) {
        assertThat(Stream.of(
                                volume.getEmptyDir(),
                                volume.getEphemeral(),
                                volume.getSecret(),
                                volume.getConfigMap(),
                                volume.getPersistentVolumeClaim())
                        .filter(Objects::nonNull))
                .as(volume.getName())
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldNameTheTierOfEachTemplateEverywhereAlike(String variant) {
        for (PodTemplate template : Kustomize.render(variant).tiers()) {
            String tier = Manifests.tier(template).label();
            Container node = template.getTemplate().getSpec().getContainers().getFirst();
            assertThat(template.getMetadata().getName()).isEqualTo("pocket-" + tier);
            assertThat(template.getTemplate().getMetadata().getLabels())
                    .containsEntry("pocket.io/tier", tier)
                    .containsEntry("app.kubernetes.io/name", "pocket")
                    .containsEntry("app.kubernetes.io/component", "node");
            assertThat(Workload.environment(node)).containsEntry("POCKET_NODE_TIER", tier);
            assertThat(template.getTemplate().getSpec().getTolerations())
                    .as("tolerations of %s", tier)
                    .anyMatch(toleration -> "pocket.io/tier".equals(toleration.getKey())
                            && tier.equals(toleration.getValue())
                            && "NoSchedule".equals(toleration.getEffect()));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldLeaveTheNumberOfNodesToTheController(String variant) {
        assertThat(Kustomize.render(variant).tiers())
                .as("templates whose number of nodes an apply would reset")
                .noneMatch(template -> template.getMetadata().getAnnotations() != null
                        && template.getMetadata().getAnnotations().containsKey("pocket.io/nodes"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldDrainBeforeItIsKilled(String variant) {
        for (PodTemplate template : Kustomize.render(variant).tiers()) {
            Container node = template.getTemplate().getSpec().getContainers().getFirst();
            Duration drain =
                    new DurationConverter().convert(Workload.environment(node).get("POCKET_NODE_DRAIN_TIMEOUT"));
            Duration grace = Duration.ofSeconds(template.getTemplate().getSpec().getTerminationGracePeriodSeconds());
            assertThat(drain).isPositive();
            assertThat(grace)
                    .as("%s: time to drain", template.getMetadata().getName())
                    .isGreaterThanOrEqualTo(drain.plus(MARGIN));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldHaveMemoryForWhatItIsConfiguredTo(String variant) {
        for (Workload workload : Kustomize.render(variant).workloads()) {
            for (Container container : workload.containers()) {
                long heap = ImagePlan.heapBytes(container);
                if (container.getName().equals("node")) {
                    assertThat(heap)
                            .as("%s: heap for tables, with the limit that it has", workload.name())
                            .isGreaterThanOrEqualTo(NodeNeeds.of(container).heapBytes());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldHaveRoomForItsFiles(String variant) {
        Manifests manifests = Kustomize.render(variant);
        for (PodTemplate template : manifests.tiers()) {
            Workload workload = manifests.workload(template.getMetadata().getName());
            Container node = workload.main();
            boolean onADrive = Workload.environment(node)
                    .getOrDefault("POCKET_NODE_BDEV", "")
                    .startsWith("pcie=");
            long needed = NodeNeeds.of(node).folderBytes(!onADrive);
            Volume data = workload.volume("data");
            assertThat(room(data)).as("%s: room of its data", workload.name()).isGreaterThanOrEqualTo(needed);
            if (data.getEmptyDir() != null && Manifests.tier(template) != Tier.DRAM) {
                assertThat(Workload.bytes(node.getResources().getLimits().get("ephemeral-storage")))
                        .as("%s: what it may take of the machine's disk", workload.name())
                        .isGreaterThan(room(data));
            }
        }
    }

    private static long room(Volume data) {
        if (data.getEmptyDir() != null) {
            return Workload.bytes(data.getEmptyDir().getSizeLimit());
        }
        return Workload.bytes(data.getEphemeral()
                .getVolumeClaimTemplate()
                .getSpec()
                .getResources()
                .getRequests()
                .get("storage"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldKeepMemoryTiersInMemoryAndOthersNot(String variant) {
        Manifests manifests = Kustomize.render(variant);
        for (PodTemplate template : manifests.tiers()) {
            Volume data = manifests.workload(template.getMetadata().getName()).volume("data");
            boolean inMemory = data.getEmptyDir() != null
                    && "Memory".equals(data.getEmptyDir().getMedium());
            assertThat(inMemory).as(template.getMetadata().getName()).isEqualTo(Manifests.tier(template) == Tier.DRAM);
        }
    }
}
