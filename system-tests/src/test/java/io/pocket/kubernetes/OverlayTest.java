package io.pocket.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.pocket.control.scale.TierProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the objects of an overlay have to do with each other, and what each overlay promises. */
class OverlayTest {

    private static final long GIB = 1L << 30;
    private static final String NAME = "app.kubernetes.io/name";

    static List<String> variants() {
        return Kustomize.VARIANTS;
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldPutEverythingIntoTheNamespacePocket(String variant) {
        Manifests manifests = Kustomize.render(variant);
        Set<String> ofCluster = Set.of("Namespace", "StorageClass", "PriorityClass");
        assertThat(manifests.all())
                .filteredOn(object -> !ofCluster.contains(object.getKind()))
                .allMatch(object -> "pocket".equals(object.getMetadata().getNamespace()));
        assertThat(manifests.one(Namespace.class, "pocket").getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldConfigureTheControllerWithPropertiesThatItReads(String variant) {
        Settings configuration = Kustomize.render(variant).configuration();
        assertThat(configuration.names()).isNotEmpty().allMatch(PropertyNames::contain);
        PropertyNames.ownClasses()
                .forEach(type -> assertThat(configuration.bind(PropertyNames.prefix(type), Bindable.of(type)))
                        .isNotNull());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldBoundEachTier(String variant) {
        Manifests manifests = Kustomize.render(variant);
        TierProperties bounds =
                manifests.configuration().bind(TierProperties.PREFIX, Bindable.of(TierProperties.class));
        assertThat(bounds.tiers().keySet())
                .as("tiers with bounds")
                .containsExactlyInAnyOrderElementsOf(
                        manifests.tiers().stream().map(Manifests::tier).toList());
        assertThat(bounds.tiers().values()).allMatch(bound -> bound.isOrdered() && bound.maxNodes() > 0);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldUseTheAgreedPorts(String variant) {
        Manifests manifests = Kustomize.render(variant);
        Map<String, Integer> agreed = Map.of(
                "controller/rest", 7070,
                "controller/management", 7071,
                "shard/pocket", 7100,
                "shard/metrics", 7101,
                "node/pocket", 7300,
                "node/metrics", 7301,
                "monitor/monitor-metrics", 7302);
        Map<String, String> variables = Map.of(
                "SERVER_PORT", "rest",
                "MANAGEMENT_SERVER_PORT", "management",
                "POCKET_SHARD_PORT", "pocket",
                "POCKET_NODE_PORT", "pocket",
                "POCKET_NODE_METRICS_PORT", "metrics");
        for (Container container : manifests.workloads().stream()
                .flatMap(it -> it.containers().stream())
                .toList()) {
            container
                    .getPorts()
                    .forEach(port -> assertThat(agreed)
                            .containsEntry(container.getName() + "/" + port.getName(), port.getContainerPort()));
            Workload.environment(container).forEach((name, value) -> {
                if (variables.containsKey(name)) {
                    assertThat(Workload.port(container, variables.get(name)))
                            .as(name)
                            .isEqualTo(Integer.parseInt(value));
                }
            });
            String metrics = Workload.environment(container).get("POCKET_METRICS_PORT");
            assertThat(container.getPorts())
                    .as("port of the figures of %s", container.getName())
                    .anyMatch(port -> metrics == null || port.getContainerPort() == Integer.parseInt(metrics));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldLeadServicesAndBudgetsToPods(String variant) {
        Manifests manifests = Kustomize.render(variant);
        for (Service service : manifests.all(Service.class)) {
            Workload behind = selected(manifests, service.getSpec().getSelector());
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(Workload.port(behind.main(), port.getTargetPort().getStrVal()))
                        .as(service.getMetadata().getName())
                        .isEqualTo(port.getPort());
            }
        }
        for (PodDisruptionBudget budget : manifests.all(PodDisruptionBudget.class)) {
            Workload behind = selected(manifests, budget.getSpec().getSelector().getMatchLabels());
            assertThat(behind.object() instanceof PodTemplate)
                    .as("%s: pods whose owner has no scale need a number", behind.name())
                    .isEqualTo(budget.getSpec().getMinAvailable() != null);
            assertThat(behind.name())
                    .as("a standby is never ready, so a budget would hold the leader's machine")
                    .isNotEqualTo("pocket-controller");
        }
    }

    private static Workload selected(Manifests manifests, Map<String, String> selector) {
        List<Workload> matching = manifests.workloads().stream()
                .filter(workload -> workload.metadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .toList();
        assertThat(matching).as("what %s selects", selector).hasSize(1);
        return matching.getFirst();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldAllowTheControllerWhatItNeedsAndNoMore(String variant) {
        Manifests manifests = Kustomize.render(variant);
        assertThat(manifests.all(ClusterRole.class)).isEmpty();
        Set<String> allowed = manifests.all(Role.class).stream()
                .flatMap(role -> role.getRules().stream())
                .flatMap(OverlayTest::grants)
                .collect(Collectors.toSet());
        Set<String> agreed = grants(Map.of(
                        "pods", "get list watch create patch delete",
                        "podtemplates", "get list watch patch update",
                        "configmaps", "get list watch",
                        "leases", "create get update patch",
                        "services", "get list watch",
                        "endpoints", "get list watch",
                        "endpointslices", "get list watch"))
                .collect(Collectors.toSet());
        if (makesTheKey(manifests)) {
            agreed.addAll(List.of("secrets create", "secrets get"));
        }
        assertThat(allowed).isEqualTo(agreed);
    }

    private static Stream<String> grants(PolicyRule rule) {
        return rule.getResources().stream()
                .flatMap(resource -> rule.getVerbs().stream().map(verb -> resource + " " + verb));
    }

    private static Stream<String> grants(Map<String, String> verbs) {
        return verbs.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getValue().split(" ")).map(verb -> entry.getKey() + " " + verb));
    }

    private static boolean makesTheKey(Manifests manifests) {
        return Workload.environment(manifests.workload("pocket-controller").main())
                .containsKey("POCKET_KUBERNETES_GENERATEDKEYSECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "dram-only"})
    void shouldWantNothingPrepared(String overlay) {
        Manifests manifests = Kustomize.render(overlay);
        assertThat(makesTheKey(manifests)).isTrue();
        assertThat(manifests.workloads())
                .as("workloads that want labelled machines")
                .allMatch(workload -> workload.spec().getNodeSelector().isEmpty());
        assertThat(manifests.workload("pocket-controller").spec().getVolumes())
                .as("secrets that the controller waits for")
                .noneMatch(volume -> volume.getSecret() != null);
    }

    @Test
    void shouldTakeLessThanFourGibibytesOnADevelopersMachine() {
        Manifests manifests = Kustomize.render("dev");
        assertThat(total(manifests, Workload::podsMax, "memory")).isLessThanOrEqualTo(4 * GIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "aws", "production+local-nvme-vfio"})
    void shouldHaveQuotaForAllTiersAtMostAndOneMoreOfEachWhileItIsReplaced(String overlay) {
        Manifests manifests = Kustomize.render(overlay);
        Map<String, Quantity> hard =
                manifests.one(ResourceQuota.class, "pocket").getSpec().getHard();
        for (String resource : List.of("memory", "ephemeral-storage")) {
            assertThat(Workload.bytes(hard.get("limits." + resource)))
                    .as(resource)
                    .isEqualTo(Workload.bytes(hard.get("requests." + resource)))
                    .isGreaterThanOrEqualTo(total(manifests, OverlayTest::podsWhileReplaced, resource));
        }
        double processors = manifests.workloads().stream()
                .mapToDouble(workload -> podsWhileReplaced(workload) * processors(workload))
                .sum();
        assertThat(hard.get("limits.cpu").getNumericalAmount().doubleValue()).isGreaterThanOrEqualTo(processors);
        assertThat(hard.get("pods").getNumericalAmount().longValue())
                .isGreaterThanOrEqualTo(manifests.workloads().stream()
                        .mapToLong(OverlayTest::podsWhileReplaced)
                        .sum());
        long balancers = manifests.all(Service.class).stream()
                .filter(service -> "LoadBalancer".equals(service.getSpec().getType()))
                .count();
        assertThat(hard.get("services.loadbalancers").getNumericalAmount().longValue())
                .isEqualTo(balancers);
    }

    private static double processors(Workload workload) {
        return workload.containers().stream()
                .mapToDouble(container -> container
                        .getResources()
                        .getLimits()
                        .get("cpu")
                        .getNumericalAmount()
                        .doubleValue())
                .sum();
    }

    private static int podsWhileReplaced(Workload workload) {
        return workload.podsMax() + (workload.object() instanceof PodTemplate ? 1 : 0);
    }

    private static long total(Manifests manifests, ToLongFunction<Workload> pods, String resource) {
        return manifests.workloads().stream()
                .mapToLong(workload -> pods.applyAsLong(workload)
                        * workload.containers().stream()
                                .mapToLong(container -> Workload.bytes(
                                        container.getResources().getLimits().get(resource)))
                                .sum())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "aws"})
    void shouldPlaceTiersOnMachinesOfTheirOwn(String overlay) {
        for (PodTemplate template : Kustomize.render(overlay).tiers()) {
            String tier = Manifests.tier(template).label();
            assertThat(template.getTemplate().getSpec().getNodeSelector()).containsEntry("pocketnodetype", tier);
            assertThat(template.getTemplate()
                            .getSpec()
                            .getAffinity()
                            .getPodAntiAffinity()
                            .getRequiredDuringSchedulingIgnoredDuringExecution())
                    .as("nodes of %s that share a machine", tier)
                    .anyMatch(term ->
                            tier.equals(term.getLabelSelector().getMatchLabels().get("pocket.io/tier")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "aws"})
    void shouldPinImages(String overlay) {
        assertThat(Kustomize.render(overlay).workloads())
                .flatExtracting(Workload::containers)
                .extracting(Container::getImage)
                .allMatch(image -> image.matches("[^:]+/pocket-[a-z-]+:.+") && !image.endsWith(":latest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "aws", "dev+controller-tls"})
    void shouldSpeakTlsToTheController(String overlay) {
        Manifests manifests = Kustomize.render(overlay);
        Workload controller = manifests.workload("pocket-controller");
        Settings settings = Settings.ofEnvironment(Workload.environment(controller.main()));
        String bundle = settings.bind("server.ssl.bundle", Bindable.of(String.class));
        Map<String, String> store = settings.bind(
                "spring.ssl.bundle.pem." + bundle + ".keystore", Bindable.mapOf(String.class, String.class));
        String folder = "file:" + mountOf(controller, "pocket-controller-tls");
        assertThat(store)
                .containsOnly(
                        entry("certificate", folder + "/tls.crt"),
                        entry("privatekey", folder + "/tls.key"),
                        entry("verifykeys", "true"));
        for (Workload other : manifests.workloads()) {
            if (!other.equals(controller)) {
                other.containers().forEach(container -> requireHttps(other, container));
            }
        }
    }

    private static void requireHttps(Workload workload, Container container) {
        Map<String, String> environment = Workload.environment(container);
        assertThat(environment.keySet()).noneMatch(name -> name.endsWith("ALLOW_PLAINTEXT"));
        assertThat(environment.entrySet())
                .filteredOn(entry -> entry.getKey().endsWith("_CONTROLLER"))
                .hasSize(1)
                .allMatch(entry -> entry.getValue().equals("https://pocket-controller:7070"));
        assertThat(environment.entrySet())
                .filteredOn(entry -> entry.getKey().endsWith("_CONTROLLER_CA"))
                .hasSize(1)
                .allMatch(entry -> entry.getValue().equals(mountOf(workload, "pocket-controller-tls") + "/ca.crt"));
        assertThat(workload.spec().getVolumes())
                .filteredOn(volume -> volume.getSecret() != null
                        && volume.getSecret().getSecretName().equals("pocket-controller-tls"))
                .as("what %s sees of the secret", workload.name())
                .allMatch(volume -> volume.getSecret().getItems().stream()
                        .allMatch(item -> item.getKey().equals("ca.crt")));
    }

    private static String mountOf(Workload workload, String secret) {
        String volume = workload.spec().getVolumes().stream()
                .filter(known -> known.getSecret() != null
                        && secret.equals(known.getSecret().getSecretName()))
                .findFirst()
                .orElseThrow()
                .getName();
        return workload.main().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(volume))
                .findFirst()
                .orElseThrow()
                .getMountPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "aws"})
    void shouldDenyWhatIsNotNeeded(String overlay) {
        List<NetworkPolicy> policies = Kustomize.render(overlay).all(NetworkPolicy.class);
        assertThat(policies)
                .as("a policy that denies everything to everybody")
                .anyMatch(policy ->
                        policy.getSpec().getPodSelector().getMatchLabels().isEmpty()
                                && policy.getSpec().getPolicyTypes().containsAll(List.of("Ingress", "Egress"))
                                && policy.getSpec().getIngress().isEmpty()
                                && policy.getSpec().getEgress().isEmpty());
        assertThat(policies).allSatisfy(policy -> {
            policy.getSpec().getIngress().forEach(rule -> requireSpecific(policy, rule.getFrom(), rule.getPorts()));
            policy.getSpec().getEgress().forEach(rule -> requireSpecific(policy, rule.getTo(), rule.getPorts()));
        });
    }

    private static void requireSpecific(HasMetadata policy, Collection<?> peers, Collection<NetworkPolicyPort> ports) {
        assertThat(peers).as(policy.getMetadata().getName()).isNotEmpty();
        assertThat(ports).as(policy.getMetadata().getName()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "aws"})
    void shouldLetInAtPortsThatSomebodyListensAt(String overlay) {
        Manifests manifests = Kustomize.render(overlay);
        for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
            Map<String, String> selector = policy.getSpec().getPodSelector().getMatchLabels();
            Set<Integer> open = manifests.workloads().stream()
                    .filter(workload ->
                            workload.metadata().getLabels().entrySet().containsAll(selector.entrySet()))
                    .flatMap(workload -> workload.containers().stream())
                    .flatMap(container -> container.getPorts().stream())
                    .map(port -> port.getContainerPort())
                    .collect(Collectors.toSet());
            assertThat(policy.getSpec().getIngress())
                    .flatExtracting(rule -> rule.getPorts())
                    .extracting(port -> port.getPort().getIntVal())
                    .as(policy.getMetadata().getName())
                    .isSubsetOf(open);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "aws"})
    void shouldBeginAnewWithAllControllersWhereAStandbyIsNeverReady(String overlay) {
        Deployment controller = Kustomize.render(overlay).one(Deployment.class, "pocket-controller");
        assertThat(controller.getSpec().getReplicas()).isEqualTo(2);
        assertThat(controller
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getStrVal())
                .isEqualTo("100%");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldAdvertiseShardsByNamesThatAServiceMakes(String variant) {
        Manifests manifests = Kustomize.render(variant);
        Service shards = manifests.one(Service.class, "pocket-shard");
        String advertised =
                Workload.environment(manifests.workload("pocket-shard").main()).get("POCKET_SHARD_ADVERTISE");
        String inCluster = "$(POD_NAME).pocket-shard.$(POD_NAMESPACE).svc:7100";
        Map<String, String> annotations = shards.getMetadata().getAnnotations();
        String domain = annotations == null ? null : annotations.get("external-dns.alpha.kubernetes.io/hostname");
        assertThat(advertised).isEqualTo(domain == null ? inCluster : "$(POD_NAME)." + domain + ":7100");
        assertThat(shards.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(shards.getSpec().getPublishNotReadyAddresses()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldLabelEverythingAsPockets(String variant) {
        assertThat(Kustomize.render(variant).all())
                .filteredOn(object -> !(object instanceof NetworkPolicy))
                .allMatch(object ->
                        "pocket".equals(object.getMetadata().getLabels().get(NAME)));
    }

    @Test
    void shouldScrapePortsThatAreThere() throws IOException {
        Manifests manifests = Kustomize.render("dev+prometheus-operator");
        Set<String> ports = manifests.workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getName)
                .filter(name -> !Set.of("rest", "pocket").contains(name))
                .collect(Collectors.toSet());
        Set<String> monitored = manifests.all(GenericKubernetesResource.class).stream()
                .map(monitor -> JsonMapper.shared().<JsonNode>valueToTree(monitor.get("spec", "podMetricsEndpoints")))
                .flatMap(JsonNode::valueStream)
                .map(endpoint -> endpoint.get("port").asString())
                .collect(Collectors.toSet());
        assertThat(monitored).isEqualTo(ports);
        assertThat(Files.readString(Kustomize.HOME.resolve("kustomize/components/monitoring/scrape.yaml")))
                .contains("regex: metrics|monitor-metrics|management");
        assertThat(ports).containsExactlyInAnyOrder("metrics", "monitor-metrics", "management");
    }

    @Test
    void shouldCheckAsAClientWould() {
        Job check = Manifests.read(Kustomize.build(Kustomize.HOME.resolve("kustomize/check")))
                .one(Job.class, "pocket-check");
        PodTemplateSpec pod = check.getSpec().getTemplate();
        assertThat(pod.getMetadata().getLabels()).containsEntry("pocket.io/client", "true");
        assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
        assertThat(pod.getSpec().getContainers().getFirst().getArgs().getFirst())
                .contains(" http://pocket-controller:7070 ");
    }
}
