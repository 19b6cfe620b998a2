package io.pocket.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyTest {
    @TempDir
    private Path dir;

    @Test
    void shouldLoadWhatItWrote() throws IOException {
        ClusterKey key = ClusterKey.generate();
        Path file = Files.writeString(dir.resolve("key"), key.toHex() + "\n");

        assertThat(ClusterKey.load(file).toHex()).isEqualTo(key.toHex());
    }

    @Test
    void shouldNameTheFileAndTheRemedyWhenItHoldsNoKey() throws IOException {
        Path file = Files.writeString(dir.resolve("key"), "secret");

        assertThatThrownBy(() -> ClusterKey.load(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("openssl rand");
    }
}
