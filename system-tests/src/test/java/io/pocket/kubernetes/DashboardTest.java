package io.pocket.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pocket.cli.cluster.ClusterSpec;
import io.pocket.cli.cluster.ClusterSpec.TierSpec;
import io.pocket.cli.cluster.Installation;
import io.pocket.cli.cluster.LocalCluster;
import io.pocket.control.metrics.ControllerMeter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard asks for figures that processes show. */
class DashboardTest {

    private static final long MIB = 1L << 20;
    private static final Pattern FIGURE = Pattern.compile("\\bpocket_[a-z_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(pocket_[a-z_]+)");

    /** What Prometheus appends to the name of a controller's meter, by its kind. */
    private static final Set<String> KINDS = Set.of("", "_total", "_seconds_max", "_seconds_count", "_seconds_sum");

    @Test
    void shouldAskForFiguresThatProcessesShow() {
        Set<String> shown = Stream.concat(ofCluster(), ofController()).collect(Collectors.toSet());
        assertThat(asked()).hasSizeGreaterThan(20).isSubsetOf(shown);
    }

    private static Set<String> asked() {
        return read("kustomize/components/monitoring/dashboard.json")
                .get("panels")
                .valueStream()
                .flatMap(panel -> panel.get("targets").valueStream())
                .map(target -> target.get("expr").asString())
                .flatMap(expression -> FIGURE.matcher(expression).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static JsonNode read(String file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(Kustomize.HOME.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> ofCluster() {
        Map<String, TierSpec> tiers = Map.of("dram", new TierSpec(1, 32 * MIB), "ssd", new TierSpec(1, 32 * MIB));
        try (LocalCluster cluster = LocalCluster.start(new ClusterSpec(1, tiers, 0), Installation.ofSystemProperty())) {
            return cluster.addresses().stream()
                    .filter(address -> address.what().equals("metrics"))
                    .map(address -> page(URI.create(address.address())))
                    .flatMap(page -> SAMPLE.matcher(page).results().map(match -> match.group(1)))
                    .collect(Collectors.toSet())
                    .stream();
        }
    }

    /** Some that it has only on Kubernetes, and some only when something has failed. */
    private static Stream<String> ofController() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return Stream.of(ControllerMeter.values())
                .map(meter -> meter.counter(registry).getId().getName().replace('.', '_'))
                .flatMap(name -> KINDS.stream().map(kind -> name + kind));
    }

    private static String page(URI address) {
        try (InputStream in = address.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
