package io.pocket.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class MonitorOptionsTest {
    @Test
    void shouldHaveDefaultsForAllButThree() {
        MonitorConfig config = valid();

        assertThat(config.controller()).isEqualTo(URI.create("http://127.0.0.1:7070"));
        assertThat(config.clusterKeyFile()).isEqualTo(Path.of("key"));
        assertThat(config.countersFile()).isEqualTo(Path.of("node", MonitorOptions.COUNTERS_FILE));
        assertThat(config.sharesProcesses()).isTrue();
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.interfaces().names()).isEmpty();
        assertThat(config.metricsHost()).isEqualTo("127.0.0.1");
        assertThat(config.metricsPort()).isZero();
        assertThat(config.allowPlaintext()).isFalse();
    }

    @Test
    void shouldTakeEveryOption() {
        MonitorConfig config = valid(
                "--other-pid-namespace",
                "--interval=500ms",
                "--interface=lo,eth0",
                "--metrics-host=0.0.0.0",
                "--metrics-port=9100",
                "--allow-plaintext");

        assertThat(config.sharesProcesses()).isFalse();
        assertThat(config.interval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.interfaces().names()).containsExactlyInAnyOrder("lo", "eth0");
        assertThat(config.metricsHost()).isEqualTo("0.0.0.0");
        assertThat(config.metricsPort()).isEqualTo(9100);
        assertThat(config.allowPlaintext()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"100ms, 100", "1s, 1000", "1.5s, 1500", "1m, 60000", "1M, 60000"})
    void shouldReadDurationsAsPeopleWriteThem(String text, long millis) {
        assertThat(valid("--interval=" + text).interval()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "ms", "a second", "99ms", "2m", "-1s", "99999999999999999999s"})
    void shouldRefuseIntervalsByName(String text) {
        assertRefused("--interval", "--interval=" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "x"})
    void shouldRefusePortsByName(String port) {
        assertRefused("--metrics-port", "--metrics-port=" + port);
    }

    @Test
    void shouldNotLetTheTokenTravelInTheClear() {
        assertThatThrownBy(() -> withController("http://10.0.0.1:7070"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--allow-plaintext");
        assertThat(withController("https://10.0.0.1").controller()).hasHost("10.0.0.1");
    }

    @Test
    void shouldTakeACaFileForHttpsOnly() {
        assertThat(valid().controllerCa()).isEmpty();
        assertThat(parse(
                                "--controller=https://10.0.0.1",
                                "--controller-ca=ca.pem",
                                "--cluster-key-file=key",
                                "--node-dir=node")
                        .controllerCa())
                .contains(Path.of("ca.pem"));
        assertRefused("--controller-ca", "--controller-ca=ca.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"})
    void shouldTakeLoopbackInTheClear(String url) {
        assertThat(withController(url).controller()).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1", "127.0.0.1:7070", "http://", "/path"})
    void shouldRefuseControllersThatAreNoUrl(String url) {
        assertThatThrownBy(() -> withController(url))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--controller");
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertThatThrownBy(() -> parse("--controller=http://127.0.0.1:7070", "--node-dir=n"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--cluster-key-file");
    }

    private static void assertRefused(String option, String argument) {
        assertThatThrownBy(() -> valid(argument))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(option);
    }

    private static MonitorConfig withController(String url) {
        return parse("--controller=" + url, "--cluster-key-file=key", "--node-dir=node");
    }

    private static MonitorConfig valid(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--controller=http://127.0.0.1:7070", "--cluster-key-file=key", "--node-dir=node"));
        arguments.addAll(List.of(more));
        return parse(arguments.toArray(String[]::new));
    }

    private static MonitorConfig parse(String... arguments) {
        MonitorOptions options = new MonitorOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.config();
    }
}
