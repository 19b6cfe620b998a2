package io.pocket.metadata.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ShardOptionsTest {
    @Test
    void shouldSendTheTokenOverPlainHttpOnlyWithinTheMachineUnlessAllowed() {
        assertThat(settings().allowPlaintext()).isFalse();
        assertThat(settings("--controller=https://controller:7070").controller())
                .hasScheme("https");
        assertThat(settings("--controller=http://controller:7070", "--allow-plaintext")
                        .allowPlaintext())
                .isTrue();
    }

    @Test
    void shouldTakeACaFileForHttps() {
        assertThat(settings("--controller-ca=").controllerCa()).isEmpty();
        assertThat(settings("--controller=https://controller:7070", "--controller-ca=ca.pem")
                        .controllerCa())
                .contains(Path.of("ca.pem"));
    }

    @ParameterizedTest
    @CsvSource({
        "--controller=http://controller:7070, --allow-plaintext",
        "--controller=ftp://h, ftp://h",
        "--controller-ca=ca.pem, ca.pem is of no use with controller 'http://127.0.0.1:7070'",
        "--inline-capacity=much, much",
        "--inline-capacity=1, inline capacity 1 ",
        "--record-memory=1m, record memory 1048576 is not within",
        "--record-memory=17g, record memory 18253611008 is not within",
        "--upload-lease=soon, soon",
        "--upload-lease=1ms, upload lease",
        "--max-streams=0, max-streams",
        "--batch-memory=1m, memory for waiting batches",
        "--waiting-batches=0, waiting batches of a connection",
        "--registration-deadline=0s, registration deadline"
    })
    void shouldNameWhatIsWrong(String option, String expected) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> settings(option))
                .withMessageContaining(expected.strip());
    }

    @Test
    void shouldAskForTheDirectMemoryThatItPromises() {
        ShardSettings settings = settings("--record-memory=1g", "--inline-capacity=256m");

        assertThatIllegalStateException()
                .isThrownBy(() -> ShardMemory.requireDirect(settings, 1L << 30))
                .withMessageContaining("-XX:MaxDirectMemorySize=1344m");
        assertThatNoException().isThrownBy(() -> ShardMemory.requireDirect(settings, 1344L << 20));
    }

    private static ShardSettings settings(String... options) {
        ShardOptions parsed = new ShardOptions();
        String[] all = new String[options.length + 3];
        all[0] = "--controller=http://127.0.0.1:7070";
        all[1] = "--cluster-key-file=key";
        all[2] = "--data-dir=d";
        System.arraycopy(options, 0, all, 3, options.length);
        new CommandLine(parsed).setOverwrittenOptionsAllowed(true).parseArgs(all);
        return parsed.settings();
    }
}
