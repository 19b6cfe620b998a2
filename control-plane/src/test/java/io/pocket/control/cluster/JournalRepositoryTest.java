package io.pocket.control.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.control.cluster.ClusterLedger.Change;
import io.pocket.control.placement.Placement;
import io.pocket.control.quota.NodeShare;
import io.pocket.protocol.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRepositoryTest {

    private static final int COMPACT_AT_LEAST_LINES = 20;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("cluster.journal");
    }

    @Test
    void shouldComeBackAsItWas() {
        ClusterState before = fill();

        assertThat(reopened())
                .usingRecursiveComparison()
                .ignoringFields("version")
                .isEqualTo(before);
    }

    @Test
    void shouldComeBackAsItWasFromARestartedJournalToo() {
        ClusterState before = fill();
        reopened();

        assertThat(reopened())
                .usingRecursiveComparison()
                .ignoringFields("version")
                .isEqualTo(before);
    }

    @Test
    void shouldReadWhatWasWrittenBeforeNodesHadALife() throws IOException {
        try (ClusterLedger ledger = ledger()) {
            keep(ledger, Events.nodeRegistered(1, 1, 7001));
            keep(ledger, Events.jobAdmitted(41, 1, 1));
        }
        String text = Files.readString(file, US_ASCII);
        String older =
                text.lines().map(JournalRepositoryTest::asOfTheFirstVersion).collect(joining("\n", "", "\n"));
        assertThat(older).isNotEqualTo(text);
        Files.writeString(file, older);

        ClusterState state = reopened();

        assertThat(state.nodes().get(1)).isEqualTo(Events.node(1, 1, 7001));
        assertThat(state.departedNodes()).isEmpty();
    }

    /** A line without what came later. */
    private static String asOfTheFirstVersion(String line) {
        String older = line.replaceAll(",\"life\":\\{[^}]*}|,\"instance\":\"\"", "");
        if (older.equals(line)) {
            return line;
        }
        String json = older.substring(older.indexOf(' ') + 1);
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue()) + " " + json;
    }

    @Test
    void shouldNeverGiveANumberTwiceEvenWhenAllIsForgotten() {
        try (ClusterLedger ledger = ledger()) {
            keep(ledger, Events.nodeRegistered(1, 1, 7001));
            keep(ledger, Events.jobAdmitted(41, 1, 1));
            keep(ledger, Events.jobDropped(41));
            keep(ledger, new ClusterEvent.TombstonesExpired(List.of(41L)));
        }
        reopened();

        assertThat(reopened().lastJobNumber()).isEqualTo(41);
    }

    @Test
    void shouldLeaveOutALineThatACrashCutShortWhereverItWasCut() throws IOException {
        ClusterState before = fill();
        try (ClusterLedger ledger = ledger()) {
            keep(ledger, Events.jobAdmitted(9, 1, 1));
        }
        byte[] longer = Files.readAllBytes(file);
        int lastLine = lastLineOffset(longer);

        for (int length = lastLine; length < longer.length; length += 1 + length % 17) {
            Files.write(file, Arrays.copyOf(longer, length));
            assertThat(reopened().jobs().keySet()).isEqualTo(before.jobs().keySet());
        }
    }

    @Test
    void shouldGoOnWritingBehindALineThatWasLeftOut() throws IOException {
        fill();
        Files.writeString(file, "deadbeef [{\"ev", StandardOpenOption.APPEND);

        try (ClusterLedger ledger = ledger()) {
            keep(ledger, Events.jobAdmitted(9, 1, 1));
        }

        assertThat(reopened().jobs()).containsKey(9L);
    }

    @Test
    void shouldRefuseAFileThatIsDamagedInItsMiddle() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(this::reopened)
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseAFileOfAnotherKind() throws IOException {
        Files.writeString(file, "something else\n");

        assertThatThrownBy(this::reopened).isInstanceOf(RepositoryException.class);
    }

    @Test
    void shouldStayInProportionToWhatIsAlive() throws IOException {
        try (ClusterLedger ledger = ledger()) {
            keep(ledger, Events.nodeRegistered(1, 1, 7001));
            for (long number = 1; number <= 100; number++) {
                keep(ledger, Events.jobAdmitted(number, 1, 1));
                keep(ledger, Events.jobDropped(number));
                keep(ledger, new ClusterEvent.TombstonesExpired(List.of(number)));
            }
        }

        long lines = Files.readString(file, UTF_8).lines().count();
        assertThat(lines).isLessThanOrEqualTo(COMPACT_AT_LEAST_LINES + 1);
        assertThat(reopened().lastJobNumber()).isEqualTo(100);
    }

    @Test
    void shouldKeepNothingOfAChangeThatWasRefused() {
        try (ClusterLedger ledger = ledger()) {
            assertThatThrownBy(() -> ledger.change(state -> {
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(ledger.state()).isEqualTo(ClusterState.EMPTY);
        }
    }

    @Test
    void shouldHaveOneOwnerAtATime() throws IOException {
        try (DataDirectory first = DataDirectory.open(directory)) {
            assertThat(first.path()).isEqualTo(directory);
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOfSatisfying(
                            RepositoryException.class,
                            e -> assertThat(e.remedy()).contains("pocket.controller.data-dir"));
        }
        DataDirectory.open(directory).close();
    }

    @Test
    void shouldNameADirectoryThatCannotBeMade() throws IOException {
        Path occupied = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(occupied))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(occupied.toString());
    }

    private ClusterState fill() {
        try (ClusterLedger ledger = ledger()) {
            keep(ledger, Events.nodeRegistered(1, -1, 7001));
            keep(ledger, Events.shardRegistered(1, Long.MIN_VALUE, 7000));
            keep(ledger, Events.jobAdmitted(1, 1, 1));
            keep(ledger, new ClusterEvent.JobConfirmed(1));
            keep(ledger, Events.jobAdmitted(2, 1, 1));
            keep(ledger, Events.jobDropped(2));
            keep(ledger, Events.nodeRegistered(1, 2, 7001));
            keep(ledger, new ClusterEvent.NodeDraining(1, "it is old"));
            keep(ledger, Events.nodeRegistered(2, 3, 7002));
            keep(ledger, Events.nodeRegistered(3, 4, 7003));
            keep(ledger, new ClusterEvent.NodeDraining(3, "it is new"));
            keep(ledger, new ClusterEvent.NodeUndrained(3));
            keep(ledger, new ClusterEvent.NodeLeaving(3));
            keep(
                    ledger,
                    new ClusterEvent.JobPlaced(
                            1,
                            new Placement(List.of(Tier.DRAM), List.of(new Placement.Share(3, 7, 70)), List.of(1)),
                            List.of(new NodeShare(3, 700))));
            keep(ledger, Events.nodeLeft(2, 3, true));
            return ledger.state();
        }
    }

    private static int lastLineOffset(byte[] bytes) {
        int offset = bytes.length - 1;
        while (bytes[offset - 1] != '\n') {
            offset--;
        }
        return offset;
    }

    private static void keep(ClusterLedger ledger, ClusterEvent event) {
        ledger.change(state -> Change.of(event, event));
    }

    private ClusterState reopened() {
        try (ClusterLedger ledger = ledger()) {
            return ledger.state();
        }
    }

    private ClusterLedger ledger() {
        return new ClusterLedger(repository());
    }

    private JournalRepository repository() {
        return new JournalRepository(directory, new JournalCodec(), COMPACT_AT_LEAST_LINES);
    }
}
