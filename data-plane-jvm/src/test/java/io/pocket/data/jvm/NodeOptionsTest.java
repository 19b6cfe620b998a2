package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.data.jvm.file.FileStoreOptions;
import io.pocket.data.jvm.file.HddStoreOptions;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import io.pocket.server.CongestionControl;
import io.pocket.server.EventLoopPreference;
import io.pocket.server.EventLoopSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class NodeOptionsTest {

    @Test
    void shouldHaveDefaultsForAllButTheCluster() {
        NodeSettings settings = settings();
        assertThat(settings.machine()).isNotEmpty();
        assertThat(settings)
                .isEqualTo(new NodeSettings(
                        loopback(7300),
                        "127.0.0.1",
                        settings.machine(),
                        "",
                        loopback(0),
                        Tier.DRAM,
                        1L << 30,
                        1 << 18,
                        Path.of("/dev/shm/pocket/node-7300"),
                        URI.create("http://127.0.0.1:7070"),
                        false,
                        Optional.empty(),
                        Path.of("key"),
                        Duration.ofSeconds(60),
                        Duration.ZERO,
                        EventLoopSettings.defaults(),
                        10_000,
                        new NodeSettings.AuditSettings(Duration.ofSeconds(60), Duration.ofMinutes(1)),
                        FileStoreOptions.defaults(),
                        HddStoreOptions.defaults()));
    }

    @Test
    void shouldMapEveryOption() {
        NodeSettings settings = settings(
                "--host=0.0.0.0",
                "--port=1",
                "--advertise-host=node.example",
                "--machine=rack7",
                "--instance=pod-9",
                "--metrics-host=127.0.0.1",
                "--metrics-port=2",
                "--capacity=3MiB",
                "--max-chunks=4",
                "--data-dir=/d",
                "--controller=https://controller:7070",
                "--allow-plaintext",
                "--controller-ca=/ca.pem",
                "--registration-deadline=5s",
                "--drain-timeout=16m",
                "--event-loop=nio",
                "--event-loop-spin=30us",
                "--tcp-congestion-control=dctcp",
                "--max-connections=6",
                "--audit-age=7ms",
                "--audit-interval=8m",
                "--tier=ssd",
                "--io-depth=9",
                "--staging=10MiB",
                "--io-timeout=4s",
                "--hdd-queue=11",
                "--hdd-staging=12MiB",
                "--hdd-read-ahead=0",
                "--hdd-write-run=1MiB",
                "--hdd-batch=13ms",
                "--hdd-patience=14ms",
                "--hdd-deadline=15s");
        assertThat(settings)
                .isEqualTo(new NodeSettings(
                        new InetSocketAddress(1),
                        "node.example",
                        "rack7",
                        "pod-9",
                        loopback(2),
                        Tier.SSD,
                        3 << 20,
                        4,
                        Path.of("/d"),
                        URI.create("https://controller:7070"),
                        true,
                        Optional.of(Path.of("/ca.pem")),
                        Path.of("key"),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(16),
                        new EventLoopSettings(
                                EventLoopPreference.NIO, Duration.ofNanos(30_000), new CongestionControl("dctcp")),
                        6,
                        new NodeSettings.AuditSettings(Duration.ofMillis(7), Duration.ofMinutes(8)),
                        new FileStoreOptions(9, 10 << 20, Duration.ofSeconds(4), true, true),
                        new HddStoreOptions(
                                11,
                                12 << 20,
                                0,
                                1 << 20,
                                Duration.ofMillis(13),
                                Duration.ofMillis(14),
                                Duration.ofSeconds(15),
                                true,
                                true)));
        assertThat(settings.advertised(9)).isEqualTo(new HostPort("node.example", 9));
    }

    @ParameterizedTest
    @CsvSource({
        "--capacity=1, capacity 1 ",
        "--capacity=1GB, '1GB'",
        "--audit-age=soon, 'soon'",
        "--capacity=2TiB, capacity 2199023255552",
        "--max-chunks=-1, max-chunks -1",
        "--tier=nvme, tier nvme",
        "--io-depth=0, io-depth 0",
        "--staging=1MiB, staging 1048576",
        "--io-timeout=1ms, io-timeout PT0.001S",
        "--hdd-queue=0, hdd-queue 0",
        "--hdd-staging=1MiB, hdd-staging 1048576",
        "--hdd-read-ahead=1GiB, hdd-read-ahead 1073741824",
        "--hdd-write-run=1KiB, hdd-write-run 1024",
        "--hdd-batch=1m, hdd-batch PT1M",
        "--hdd-patience=1ms, hdd-patience PT0.001S",
        "--hdd-deadline=1ms, hdd-deadline PT0.001S",
        "--tier=tape, 'tape'",
        "--max-connections=0, max-connections 0",
        "--event-loop=magic, magic",
        "--event-loop-spin=2ms, event-loop-spin PT0.002S",
        "--tcp-congestion-control=no-such, no-such",
        "--registration-deadline=0s, registration-deadline",
        "--drain-timeout=-1s, drain-timeout PT-1S",
        "--drain-timeout=25h, drain-timeout PT25H",
        "--audit-interval=0s, audit-interval",
        "--controller=ftp://h, ftp://h",
        "--controller=http://controller:7070, --allow-plaintext",
        "--controller-ca=ca.pem, ca.pem is of no use with controller 'http://127.0.0.1:7070'"
    })
    void shouldNameWhatIsWrong(String option, String expected) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> settings(option))
                .withMessageContaining(expected.strip());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static NodeSettings settings(String... options) {
        NodeOptions parsed = new NodeOptions();
        CommandLine command = new CommandLine(parsed).setOverwrittenOptionsAllowed(true);
        String[] all = new String[options.length + 2];
        all[0] = "--controller=http://127.0.0.1:7070";
        all[1] = "--cluster-key-file=key";
        System.arraycopy(options, 0, all, 2, options.length);
        command.parseArgs(all);
        return parsed.settings();
    }
}
