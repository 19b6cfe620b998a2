package io.pocket.kubernetes;

import static org.junit.jupiter.api.Assumptions.abort;

import io.pocket.cli.cluster.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders overlays, with components if asked to, by whichever tool is here; a test that needs one is skipped where none is. */
final class Kustomize {

    /** Those that people apply, and each component upon one of them: {@code overlay+component}. */
    static final List<String> VARIANTS = List.of(
            "dev",
            "dram-only",
            "production",
            "aws",
            "dev+monitoring",
            "dev+controller-tls",
            "dev+prometheus-operator",
            "production+generated-key",
            "production+hugepages",
            "production+io-uring-seccomp",
            "production+local-nvme-aio",
            "production+local-nvme-vfio",
            "production+monitoring");

    static final Path HOME = Installation.ofSystemProperty().home();

    /** The first one that knows what the manifests use. */
    private static final int MAJOR_VERSION_MIN = 5;

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.\\d+\\.\\d+");
    private static final Path WORK = HOME.resolve("system-tests/target/kustomize");
    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();
    private static final Optional<List<String>> TOOL = findTool();

    private Kustomize() {}

    /** Skips the test if nothing here can render. */
    static Manifests render(String variant) {
        return RENDERED.computeIfAbsent(variant, name -> Manifests.read(build(folder(name))));
    }

    static String build(Path folder) {
        if (TOOL.isEmpty()) {
            return abort("neither kustomize nor kubectl with kustomize " + MAJOR_VERSION_MIN
                    + " is here: install one (Debian 13: apt-get install kubectl)");
        }
        List<String> command = new ArrayList<>(TOOL.get());
        command.add(folder.toString());
        return Command.run(command, DEADLINE).requireSuccess();
    }

    private static Path folder(String variant) {
        String[] parts = variant.split("\\+");
        Path overlay = HOME.resolve("kustomize/overlays").resolve(parts[0]);
        return parts.length == 1
                ? overlay
                : compose(variant, overlay, List.of(parts).subList(1, parts.length));
    }

    private static Path compose(String variant, Path overlay, List<String> components) {
        Path folder = WORK.resolve(variant);
        String lines = Stream.concat(
                        Stream.of(
                                "namespace: pocket", "resources: [" + folder.relativize(overlay) + "]", "components:"),
                        components.stream()
                                .map(name -> "- " + folder.relativize(HOME.resolve("kustomize/components/" + name))))
                .collect(Collectors.joining("\n"));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kustomization.yaml"), lines + "\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<List<String>> findTool() {
        return Stream.of(
                        new Tool(List.of("kustomize", "version"), List.of("kustomize", "build")),
                        new Tool(List.of("kubectl", "version", "--client"), List.of("kubectl", "kustomize")))
                .filter(Tool::isThere)
                .map(Tool::build)
                .findFirst();
    }

    private record Tool(List<String> version, List<String> build) {
        boolean isThere() {
            Optional<String> said = Command.tryToRun(version, DEADLINE);
            // The last version that kubectl tells is that of its kustomize.
            int major = 0;
            Matcher versions = VERSION.matcher(said.orElse(""));
            while (versions.find()) {
                major = Integer.parseInt(versions.group(1));
            }
            return major >= MAJOR_VERSION_MIN;
        }
    }
}
