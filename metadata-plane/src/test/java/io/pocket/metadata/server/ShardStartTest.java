package io.pocket.metadata.server;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.CaFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShardStartTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNotStartWithACaFileThatIsNotThere() throws IOException {
        Path key = Files.writeString(
                folder.resolve("cluster.key"), ClusterKey.generate().toHex());
        Path absent = folder.resolve("ca.pem");
        ShardOptions options = new ShardOptions();
        new CommandLine(options)
                .parseArgs(
                        "--controller=https://127.0.0.1:1",
                        "--controller-ca=" + absent,
                        "--cluster-key-file=" + key,
                        "--record-memory=8m",
                        "--inline-capacity=1m",
                        "--data-dir=" + folder.resolve("data"));

        assertThatExceptionOfType(CaFileException.class)
                .isThrownBy(() -> ShardProcess.serve(options.settings(), new PrintWriter(Writer.nullWriter())))
                .withMessageContaining("CA file " + absent + " cannot be read");
    }
}
