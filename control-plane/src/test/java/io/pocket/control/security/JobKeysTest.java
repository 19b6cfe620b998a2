package io.pocket.control.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.control.fault.RemediableException;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobKeysTest {

    @TempDir
    Path directory;

    @Test
    void shouldSignWithTheSameKeyAfterARestart() throws TokenException {
        Bytes token = JobKeys.in(directory).sign(new JobToken(17, JobToken.ALL, 100, 200));

        JobKeys restarted = JobKeys.in(directory);

        Principal principal =
                TokenVerifier.of(restarted.publicKey(), ClusterKey.generate()).verify(token, 150);
        assertThat(principal.jobNumber()).isEqualTo(17);
    }

    @Test
    void shouldKeepTheKeyFromOtherUsers() throws IOException {
        JobKeys.in(directory);

        assertThat(Files.getPosixFilePermissions(directory.resolve("job-signing.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void shouldNotReplaceAKeyThatCannotBeRead() throws IOException {
        Path file = Files.writeString(directory.resolve("job-signing.pem"), "nonsense");

        assertThatThrownBy(() -> JobKeys.in(directory))
                .isInstanceOf(RemediableException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("nonsense");
    }

    @Test
    void shouldSayHowToMakeAClusterKey() {
        Path file = directory.resolve("cluster.key");

        assertThatThrownBy(() -> ClusterSecret.load(file, InstantSource.system()))
                .isInstanceOfSatisfying(
                        RemediableException.class,
                        e -> assertThat(e.remedy())
                                .contains("openssl rand -hex 32", "pocket.controller.cluster-key-file"));
    }

    @Test
    void shouldRefuseAClusterKeyOfAnotherLength() throws IOException {
        Path file = Files.writeString(directory.resolve("cluster.key"), "abcd");

        assertThatThrownBy(() -> ClusterSecret.load(file, InstantSource.system()))
                .isInstanceOf(RemediableException.class)
                .hasMessageContaining("64 hexadecimal digits");
    }
}
