package io.pocket.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.cli.function.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TerminalProgress progress = new TerminalProgress(new PrintStream(bytes, true, UTF_8));

    @Test
    void shouldDrawABarAndItsEnd() {
        Stage stage = new Stage("map", List.of(new FunctionCall("map-0", "map", List.of(), 16, true)));
        progress.say("starting");
        progress.stageStarted("sort", stage);
        progress.functionEnded();
        progress.stageEnded(new StageReport("sort", "map", 1, Traffic.none(), Duration.ofSeconds(1)));

        assertThat(bytes.toString(UTF_8))
                .contains("starting", "sort", "map", "1/1", "0 MB/s")
                .endsWith(System.lineSeparator());
    }
}
