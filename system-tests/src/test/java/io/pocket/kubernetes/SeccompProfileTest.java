package io.pocket.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The profile that lets nodes use io_uring, and how it gets to where they look for it. */
class SeccompProfileTest {

    private static final Path MACHINES = Kustomize.HOME.resolve("kustomize/machines");
    private static final Path PROFILE = MACHINES.resolve("io-uring.json");

    private static Set<String> allowedWithoutCondition() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(PROFILE))
                .get("syscalls")
                .valueStream()
                .filter(rule -> rule.get("action").asString().equals("SCMP_ACT_ALLOW") && !rule.has("args"))
                .flatMap(rule -> rule.get("names").valueStream())
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    @Test
    void shouldAllowWhatARingIsMadeAndUsedBy() throws IOException {
        assertThat(allowedWithoutCondition())
                .contains("io_uring_setup", "io_uring_enter", "io_uring_register", "eventfd2", "fallocate", "flock");
    }

    @Test
    void shouldDenyWhatRunTimesDenyByDefault() throws IOException {
        JsonNode profile = JsonMapper.shared().readTree(Files.readString(PROFILE));
        assertThat(profile.get("defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(allowedWithoutCondition())
                .doesNotContain(
                        "bpf",
                        "clone",
                        "clone3",
                        "keyctl",
                        "kexec_load",
                        "init_module",
                        "mount",
                        "open_by_handle_at",
                        "perf_event_open",
                        "pivot_root",
                        "process_vm_writev",
                        "ptrace",
                        "reboot",
                        "setns",
                        "settimeofday",
                        "socket",
                        "unshare",
                        "userfaultfd");
    }

    @Test
    void shouldBePutWhereNodesLookForIt() {
        Manifests machines = Manifests.read(Kustomize.build(MACHINES));
        PodSpec copier = machines.one(DaemonSet.class, "seccomp-profile")
                .getSpec()
                .getTemplate()
                .getSpec();
        String mount = copier.getContainers().getFirst().getVolumeMounts().stream()
                .filter(volume -> volume.getName().equals("seccomp"))
                .findFirst()
                .orElseThrow()
                .getMountPath();
        List<SeccompProfile> wanted = Kustomize.render("production+io-uring-seccomp").all(PodTemplate.class).stream()
                .map(template ->
                        template.getTemplate().getSpec().getContainers().getFirst())
                .map(node -> node.getSecurityContext().getSeccompProfile())
                .filter(profile -> profile != null)
                .toList();
        assertThat(wanted).as("ssd and hdd").hasSize(2).allSatisfy(profile -> {
            assertThat(profile.getType()).isEqualTo("Localhost");
            assertThat(copier.getContainers().getFirst().getArgs().getFirst())
                    .contains(" " + mount + "/" + profile.getLocalhostProfile() + " ");
        });
        assertThat(copier.getVolumes())
                .as("the folder that kubelet looks into")
                .anyMatch(volume -> volume.getHostPath() != null
                        && volume.getHostPath().getPath().equals("/var/lib/kubelet/seccomp"));
    }
}
