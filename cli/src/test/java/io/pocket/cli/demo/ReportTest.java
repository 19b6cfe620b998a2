package io.pocket.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.cli.cluster.MemoryFigures;
import io.pocket.cli.cluster.TierFigures;
import io.pocket.cli.function.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    @Test
    void shouldShowEveryStageAndTier() {
        String text = ReportText.of(report(0, List.of()));

        assertThat(text)
                .containsPattern("sort +map +16 +1000.0 +0.0 +2.00 +500 +1.00 +1.00 +- +-\n")
                .containsPattern("shard-1 +200.0 +1300.0\n")
                .containsPattern("dram +2 +2147.5 +1073.7 +0\n")
                .contains("2 functions at once; 0 bytes left in the cluster")
                .contains("sort: 10 records in order")
                .endsWith("All checks passed.\n");
    }

    @Test
    void shouldShowWhatFailed() {
        String text = ReportText.of(report(7, List.of("sort: lost a record")));

        assertThat(text).contains("FAILED: sort: lost a record").doesNotContain("All checks passed");
    }

    @Test
    void shouldHaveTheSameJsonFieldsAlways() {
        JsonNode json = JsonMapper.shared().readTree(ReportJson.of(report(7, List.of("bytes are left"))));

        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "ok",
                        "failures",
                        "records",
                        "seed",
                        "functions",
                        "functions_at_once",
                        "kills",
                        "verdicts",
                        "stages",
                        "tiers",
                        "memory",
                        "bytes_left");
        assertThat(json.get("ok").booleanValue()).isFalse();
        assertThat(json.get("bytes_left").longValue()).isEqualTo(7);
        assertThat(json.get("kills").get(0).stringValue()).isEqualTo("shard");
        assertThat(json.get("tiers").get(0).get("peak_bytes").longValue()).isEqualTo(1L << 30);
    }

    @Test
    void shouldHaveTheFiguresOfEachStageInJson() {
        JsonNode stage = JsonMapper.shared()
                .readTree(ReportJson.of(report(0, List.of())))
                .get("stages")
                .get(0);

        assertThat(stage.propertyNames())
                .containsExactlyInAnyOrder(
                        "job",
                        "stage",
                        "functions",
                        "put_bytes",
                        "get_bytes",
                        "seconds",
                        "megabytes_per_second",
                        "put",
                        "get");
        assertThat(stage.get("put").get("p50_millis").doubleValue()).isBetween(0.999, 1.001);
        assertThat(stage.get("get").get("count").longValue()).isZero();
    }

    private static DemoReport report(long leftBytes, List<String> failures) {
        Histogram puts = new Histogram(3);
        puts.recordValue(1_000_000);
        Traffic traffic = new Traffic(1_000_000_000, 0, puts, new Histogram(3));
        return new DemoReport(
                new DemoOptions(16, 10, Path.of("src.zip"), 1, List.of(KillTarget.SHARD)),
                2,
                List.of(new StageReport("sort", "map", 16, traffic, Duration.ofSeconds(2))),
                List.of("sort: 10 records in order"),
                List.of(new TierFigures("dram", 2, 2L << 30, leftBytes, 1L << 30)),
                List.of(new MemoryFigures("shard-1", 200_000_000, 1_300_000_000)),
                failures);
    }
}
