package io.pocket.kubernetes;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.pocket.control.scale.TierBounds;
import io.pocket.control.scale.TierProperties;
import io.pocket.protocol.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is in {@code deploy/aws} fits the overlay, and its scripts call the tools in an order that works; nothing reaches AWS. */
class AwsTest {

    private static final Path FOLDER = Kustomize.HOME.resolve("deploy/aws");
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** Answers as a cloud with nothing in it, or with everything if {@code THERE} is set; notes every call. */
    private static final String STAND_IN = """
            #!/bin/bash
            printf '%s %s\\n' "${0##*/}" "$*" >>"$CALLS"
            case "${0##*/} $*" in
              'eksctl get cluster'* | *' describe-stacks '*'--stack-name pocket-beside' | *' get secret '*) [[ -n "${THERE:-}" ]] ;;
              *' describe-cluster '*) echo 'vpc-1 sg-1' ;;
              *' describe-subnets '*) echo subnet-1 ;;
              *' describe-stacks '*OutputKey*) echo output-1 ;;
              *' list-resource-record-sets '*) echo 0 ;;
              'kubectl '*' create secret generic pocket-cluster-key '*) cat >"$CALLS.key" ;;
              'openssl rand'*) printf '%064d\\n' 7 ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void prepareStandIns() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : List.of("aws", "eksctl", "kubectl", "helm", "openssl")) {
            Path standIn = Files.writeString(bin.resolve(tool), STAND_IN);
            assertThat(standIn.toFile().setExecutable(true)).isTrue();
        }
        home = Files.createDirectory(folder.resolve("home"));
        copy(FOLDER, home.resolve("deploy/aws"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), COPY_ATTRIBUTES, REPLACE_EXISTING);
            }
        }
    }

    private static JsonNode group(String name) {
        return cluster()
                .get("managedNodeGroups")
                .valueStream()
                .filter(group -> group.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode cluster() {
        try {
            return JsonMapper.shared().valueToTree(new Yaml().load(Files.readString(FOLDER.resolve("cluster.yaml"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireLabels(JsonNode group, Map<String, String> selector) {
        assertThat(selector)
                .isNotEmpty()
                .allSatisfy((label, value) ->
                        assertThat(group.get("labels").path(label).asString("")).isEqualTo(value));
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void shouldHaveMachinesForEachTier(Tier tier) {
        Manifests overlay = Kustomize.render("aws");
        PodTemplate template = overlay.one(PodTemplate.class, "pocket-" + tier.label());
        JsonNode group = group(tier.label());

        requireLabels(group, template.getTemplate().getSpec().getNodeSelector());
        assertThat(group.get("taints").valueStream())
                .isNotEmpty()
                .allMatch(taint -> template.getTemplate().getSpec().getTolerations().stream()
                        .anyMatch(toleration -> taint.get("key").asString().equals(toleration.getKey())
                                && taint.get("value").asString().equals(toleration.getValue())
                                && taint.get("effect").asString().equals(toleration.getEffect())));
        TierBounds bounds = overlay.configuration()
                .bind(TierProperties.PREFIX, Bindable.of(TierProperties.class))
                .of(tier);
        assertThat(group.get("maxSize").asInt())
                .as("machines: one for each node, and one more while a node is replaced")
                .isEqualTo(bounds.maxNodes() + 1);
        assertThat(group.get("desiredCapacity").asInt()).isEqualTo(bounds.minNodes());
    }

    @Test
    void shouldHaveMachinesForWhatIsNoTier() {
        Workload shards = Kustomize.render("aws").workload("pocket-shard");
        JsonNode group = group("control");
        requireLabels(group, shards.spec().getNodeSelector());
        assertThat(group.get("minSize").asInt()).isGreaterThanOrEqualTo(shards.podsMax());
    }

    @Test
    void shouldLetFunctionsInFromTheirSubnetAndNobodyElse() throws IOException {
        Manifests overlay = Kustomize.render("aws");
        String subnet = Files.readAllLines(FOLDER.resolve("beside.yaml")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("Default: 10."))
                .map(line -> line.substring("Default: ".length()))
                .findFirst()
                .orElseThrow();
        Set<String> letIn = overlay.all(NetworkPolicy.class).stream()
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .flatMap(rule -> rule.getFrom().stream())
                .map(NetworkPolicyPeer::getIpBlock)
                .filter(Objects::nonNull)
                .map(IPBlock::getCidr)
                .collect(Collectors.toSet());
        assertThat(letIn).containsExactly(subnet);
        assertThat(overlay.one(Service.class, "pocket-controller-internal")
                        .getSpec()
                        .getLoadBalancerSourceRanges())
                .containsExactly(subnet);
    }

    @Test
    void shouldSetUpFromNothing() throws IOException {
        List<String> calls = run(false, "up", "--images", "registry.test/pocket", "--tag", "1.2.3");
        assertThat(positions(
                        calls,
                        "eksctl create cluster",
                        "aws cloudformation deploy",
                        "helm upgrade --install aws-load-balancer-controller",
                        "kubectl apply --kustomize target/aws/site/machines",
                        "kubectl apply --filename kustomize/components/namespace/namespace.yaml",
                        "create secret generic pocket-cluster-key",
                        "create secret generic pocket-controller-tls",
                        "kubectl apply --kustomize target/aws/site",
                        "wait deployment/pocket-controller"))
                .doesNotContain(-1)
                .isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(folder.resolve("calls.key")).hasContent("0".repeat(63) + "7");
    }

    @Test
    void shouldKeepWhatIsThere() {
        List<String> calls = run(true, "up", "--images", "registry.test/pocket", "--tag", "1.2.3");
        assertThat(calls).noneMatch(call -> call.contains("eksctl create") || call.contains("create secret"));
        assertThat(calls).anyMatch(call -> call.contains("kubectl apply --kustomize target/aws/site"));
    }

    /** Those that the registry holds, and the file system that the stack made, take the place of the overlay's. */
    @Test
    void shouldPutImagesAndFileSystemIntoTheOverlay() throws IOException {
        run(false, "up", "--images", "registry.test/pocket", "--tag", "1.2.3");
        Path site = home.resolve("target/aws/site");
        Path inRepository = Kustomize.HOME.resolve("system-tests/target/aws-site");
        copy(site.resolve("machines"), inRepository.resolve("machines"));
        Files.copy(site.resolve("kustomization.yaml"), inRepository.resolve("kustomization.yaml"), REPLACE_EXISTING);
        Manifests rendered = Manifests.read(Kustomize.build(inRepository));
        assertThat(rendered.workloads())
                .flatExtracting(Workload::containers)
                .allMatch(container ->
                        container.getImage().equals("registry.test/" + Workload.imageName(container) + ":1.2.3"));
        assertThat(rendered.one(StorageClass.class, "pocket-efs").getParameters())
                .containsEntry("fileSystemId", "output-1");
        assertThat(Kustomize.build(inRepository.resolve("machines"))).contains("registry.test/pocket-node:1.2.3");
    }

    @Test
    void shouldTakeAwayWhatNeedsTheClusterBeforeTheCluster() {
        List<String> calls = run(true, "down", "--yes");
        assertThat(positions(
                        calls,
                        "delete deployment pocket-controller",
                        "delete pods --selector app.kubernetes.io/component=node",
                        "delete services --all",
                        "aws route53 list-resource-record-sets",
                        "delete namespace pocket",
                        "aws cloudformation delete-stack",
                        "eksctl delete cluster"))
                .doesNotContain(-1)
                .isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void shouldTakeNothingAwayUnlessToldSo() {
        Command.Result result = script(true, "down");
        assertThat(result.status()).isEqualTo(2);
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void shouldEndWhereThereIsNothing() {
        assertThat(run(false, "down", "--yes")).noneMatch(call -> call.contains("delete"));
    }

    private List<String> run(boolean there, String... arguments) {
        script(there, arguments).requireSuccess();
        try {
            return Files.readAllLines(folder.resolve("calls"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Command.Result script(boolean there, String... arguments) {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash");
        List<String> command = new ArrayList<>(List.of(arguments));
        command.set(0, home.resolve("deploy/aws").resolve(arguments[0]).toString());
        return Command.run(
                command,
                Map.of(
                        "PATH",
                        folder.resolve("bin") + ":" + System.getenv("PATH"),
                        "CALLS",
                        folder.resolve("calls").toString(),
                        "THERE",
                        there ? "yes" : ""),
                DEADLINE);
    }

    private static List<Integer> positions(List<String> calls, String... parts) {
        return Stream.of(parts)
                .map(part -> calls.stream()
                        .filter(call -> (call + " ").contains(part + " "))
                        .findFirst()
                        .map(calls::indexOf)
                        .orElse(-1))
                .toList();
    }
}
