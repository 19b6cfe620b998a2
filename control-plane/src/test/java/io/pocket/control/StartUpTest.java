package io.pocket.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.control.fault.RemediableException;
import io.pocket.protocol.token.ClusterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class StartUpTest {

    @TempDir
    Path dataDir;

    @Test
    void shouldSayWhatToDoAboutAMissingClusterKey() {
        assertThatThrownBy(() -> start("--pocket.controller.data-dir=" + dataDir))
                .rootCause()
                .isInstanceOfSatisfying(
                        RemediableException.class,
                        e -> assertThat(e.getMessage())
                                .contains(dataDir.resolve("cluster.key").toString()));
    }

    @Test
    void shouldSayWhatToDoAboutADirectoryThatIsNone() throws IOException {
        Path file = Files.writeString(dataDir.resolve("file"), "");

        assertThatThrownBy(() -> start("--pocket.controller.data-dir=" + file))
                .hasStackTraceContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pocket.controller.push.missed-pings=0",
                "pocket.controller.push.ping-interval=5m",
                "pocket.controller.jobs.max=-1",
                "pocket.controller.sizing.node-dram=-1B",
                "pocket.controller.sizing.default-nodes=many"
            })
    void shouldRefuseASettingThatCannotBe(String setting) throws IOException {
        Files.writeString(dataDir.resolve("cluster.key"), ClusterKey.generate().toHex());

        assertThatThrownBy(() -> start("--pocket.controller.data-dir=" + dataDir, "--" + setting))
                .hasStackTraceContaining(setting.substring("pocket.controller.".length(), setting.indexOf('=')));
    }

    @Test
    void shouldShowARemedyInsteadOfAStackTrace() {
        RemediableException failure = new RemediableException("It is broken", "Mend it", null);

        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, needsArguments) -> {}))
                .extracting(analyzer -> analyzer.analyze(new IllegalStateException("bean", failure)))
                .anySatisfy(analysis -> {
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription()).isEqualTo("It is broken");
                    assertThat(analysis.getAction()).isEqualTo("Mend it");
                });
    }

    private static void start(String... arguments) {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--server.port=0";
        new SpringApplication(ControlPlaneApplication.class).run(all).close();
    }
}
