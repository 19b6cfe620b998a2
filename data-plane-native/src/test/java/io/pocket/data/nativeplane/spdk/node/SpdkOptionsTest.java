package io.pocket.data.nativeplane.spdk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.data.jvm.BroughtMedium;
import io.pocket.data.jvm.BroughtMediumOptions.TransferSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SpdkOptionsTest {

    private static final TransferSettings TRANSFERS = new TransferSettings(64, 16 << 20, Duration.ofSeconds(30));

    @Command
    private static final class Node {}

    private static BroughtMedium parse(String... arguments) {
        SpdkOptions options = new SpdkOptions();
        new CommandLine(new Node()).addMixin("medium", options).parseArgs(arguments);
        return options.medium(TRANSFERS);
    }

    /** All of SPDK's memory is taken at start, so it must be in the node's bound. */
    @Test
    void shouldCountAllMemoryThatSpdkTakes() {
        long scratchBytes = 64L * 2 * 4096;

        assertThat(parse("--bdev=aio=/x").memoryBytes())
                .containsExactlyEntriesOf(java.util.Map.of("spdk", (256L << 20) + (16 << 20) + scratchBytes));
        assertThat(parse("--bdev=malloc=1g", "--spdk-memory=128MiB", "--spdk-reactors=2")
                        .memoryBytes())
                .containsExactlyEntriesOf(
                        java.util.Map.of("spdk", (1L << 30) + (128L << 20) + (16 << 20) + 2 * scratchBytes));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--bdev=disk=/x, its kind is unknown",
                "--bdev=name=Raid0, needs --spdk-config",
                "--spdk-poll=often, spdk-poll 'often' is neither always nor adaptive",
                "--spdk-reactors=0, spdk-reactors 0 is not within 1..64",
                "--spdk-reactors=65, spdk-reactors 65 is not within 1..64",
                "--spdk-memory=1MiB, spdk-memory 1048576 is not within 64MiB..64GiB",
                "--spdk-allow=0000:01, is no PCI address"
            })
    void shouldNameWhatIsOutOfRange(String argument, String message) {
        String[] arguments =
                argument.startsWith("--bdev") ? new String[] {argument} : new String[] {"--bdev=aio=/x", argument};

        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
