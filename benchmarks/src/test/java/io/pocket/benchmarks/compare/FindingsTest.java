package io.pocket.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.plot.BarChart;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FindingsTest {
    private final Findings findings = new Findings();
    private final ComparisonSettings settings =
            new ComparisonSettings(5, true, EnumSet.allOf(Measure.class), objects -> null, text -> {});

    @Test
    void shouldDivideMediansOfTheRoundsNotSingleRounds() {
        sample(ContenderKind.POCKET, 10, 30, 500);
        sample(ContenderKind.REDIS, 20, 15, 10);

        assertThat(findings.figure(Measure.GET_1K_P50_VS_REDIS)).hasValue(30.0 / 15.0);
    }

    @Test
    void shouldHaveNoFigureWhereOneSideIsMissing() {
        sample(ContenderKind.POCKET, 10);

        assertThat(findings.figure(Measure.GET_1K_P50_VS_REDIS)).isEmpty();
    }

    @Test
    void shouldWriteEveryKeyWithNullForWhatWasNotMeasured() {
        sample(ContenderKind.POCKET, 10, 12);
        sample(ContenderKind.REDIS, 20, 24);
        findings.found(Measure.ALLOC_BYTES_PER_OP, 123);
        findings.skip(Measure.TWO_NODES_VS_ONE, "needs root");

        JsonNode report = JsonMapper.shared().readTree(ReportJson.of(findings, settings));

        JsonNode measures = report.get("measures");
        assertThat(measures.propertyNames()).containsExactlyInAnyOrderElementsOf(KEYS);
        assertThat(measures.get("get_1k_p50_vs_redis").asDouble()).isCloseTo(0.5, within(1e-9));
        assertThat(measures.get("alloc_bytes_per_op").asDouble()).isEqualTo(123);
        assertThat(measures.get("two_nodes_vs_one").isNull()).isTrue();
        assertThat(report.get("skipped").get("two_nodes_vs_one").asString()).isEqualTo("needs root");
        assertThat(report.at("/rounds/get_1k/pocket/p50_micros/1").asDouble()).isEqualTo(12);
        assertThat(report.at("/medians/get_1k/redis/p50_micros").asDouble()).isEqualTo(22);
    }

    @Test
    void shouldShowFiguresAndReasonsInTheTable() {
        sample(ContenderKind.POCKET, 10);
        sample(ContenderKind.REDIS, 20);
        findings.skip(Measure.TWO_NODES_VS_ONE, "needs root");

        assertThat(ReportText.of(findings, Set.of(Measure.GET_1K_P50_VS_REDIS, Measure.TWO_NODES_VS_ONE)))
                .containsPattern("get 1 KB +pocket +10.0")
                .containsPattern("get_1k_p50_vs_redis +0.500 +low")
                .contains("skipped: needs root")
                .doesNotContain("alloc_bytes_per_op");
    }

    @Test
    void shouldDrawOnlyRowsThatWereMeasured() {
        sample(ContenderKind.POCKET, 10, 30, 20);

        Map<String, BarChart> charts = Charts.of(findings);

        assertThat(charts).containsOnlyKeys("latency");
        assertThat(charts.get("latency").panels())
                .singleElement()
                .satisfies(panel -> assertThat(panel.bars()).containsExactly(new BarChart.Bar("pocket", 20, 10, 30)));
    }

    @Test
    void shouldKnowMeasuresByTheirKeys() {
        KEYS.forEach(key -> assertThat(Measure.ofKey(key).key()).isEqualTo(key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measure.ofKey("get_2k"))
                .withMessageContaining("get_1k_p50_vs_redis");
    }

    private void sample(ContenderKind contender, double... rounds) {
        for (double round : rounds) {
            findings.samples().add("get_1k", contender, Map.of(Statistic.P50_MICROS, round));
        }
    }

    /** Programs read them: none may change its name unnoticed. */
    private static final Set<String> KEYS = Set.of(
            "get_1k_p50_vs_redis",
            "put_1k_p50_vs_redis",
            "get_1k_p50_vs_jedis",
            "put_1k_p50_vs_jedis",
            "get_1k_p50_one_core_vs_redis",
            "get_1k_p99_vs_redis",
            "put_1k_p99_vs_redis",
            "get_64k_p50_vs_redis",
            "ops_1k_c8_d16_vs_redis",
            "ops_1k_c64_d1_vs_redis",
            "put_1m_vs_redis",
            "get_1m_vs_redis",
            "put_64m_vs_redis",
            "get_64m_vs_redis",
            "put_1m_vs_memcached",
            "get_1m_vs_memcached",
            "put_64m_vs_socket",
            "get_64m_vs_socket",
            "alloc_bytes_per_op",
            "two_nodes_vs_one",
            "metadata_ops_per_cpu_second",
            "bytes_per_object_10m",
            "pause_ms_max_10m");
}
