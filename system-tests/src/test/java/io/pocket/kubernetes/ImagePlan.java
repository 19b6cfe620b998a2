package io.pocket.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the start of an image shares a container's memory out; fails if the limit is too low for what is configured. */
final class ImagePlan {

    private static final Path SCRIPT = Kustomize.HOME.resolve("dockerfiles/image/run");
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Pattern HEAP = Pattern.compile("(?m)^-Xmx(\\d+)m$");

    private ImagePlan() {}

    static long heapBytes(Container container) {
        Map<String, String> environment =
                container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, ImagePlan::valueOrSomeName));
        environment.put("POCKET_PROCESS", Workload.imageName(container).substring("pocket-".length()));
        environment.put("POCKET_MEMORY_LIMIT", Workload.memoryLimit(container) + "b");
        Command.Result plan = Command.run(List.of(SCRIPT.toString(), "--print"), environment, DEADLINE);
        Matcher heap = HEAP.matcher(plan.requireSuccess());
        if (!heap.find()) {
            throw new AssertionError("no heap in the plan: " + plan.output());
        }
        return Long.parseLong(heap.group(1)) << 20;
    }

    /** Those of the pod itself come from the cluster. */
    private static String valueOrSomeName(EnvVar variable) {
        return variable.getValue() == null ? "some-name" : variable.getValue();
    }
}
