package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    private static final String SHARD = "pocket-metadata-plane-0.1.0-SNAPSHOT";

    @TempDir
    private Path home;

    @Test
    void shouldGiveAServerItsModuleItsLibrariesAndTheLeash() throws IOException {
        build("metadata-plane", SHARD, "/lib/netty.jar:/lib/pocket-protocol-0.1.0.jar");
        build("metadata-plane", SHARD + "-tests", "/lib/netty.jar:/lib/pocket-protocol-0.1.0.jar");
        build("cli", "pocket-cli-0.1.0-SNAPSHOT-leash", "/lib/picocli.jar");

        assertThat(new Installation(home).classPath(Component.SHARD).split(":"))
                .containsExactly(
                        home + "/metadata-plane/target/" + SHARD + ".jar",
                        home + "/cli/target/pocket-cli-0.1.0-SNAPSHOT-leash.jar",
                        "/lib/netty.jar",
                        "/lib/pocket-protocol-0.1.0.jar");
    }

    @Test
    void shouldGiveAFunctionOnlyItsClient() throws IOException {
        build(
                "cli",
                "pocket-cli-0.1.0-functions",
                "/a/pocket-client-java-0.1.0.jar:/a/pocket-protocol-0.1.0.jar:/a/picocli.jar:/a/HdrHistogram-2.2.2.jar");

        assertThat(new Installation(home).functionClassPath().split(":"))
                .containsExactly(
                        home + "/cli/target/pocket-cli-0.1.0-functions.jar",
                        "/a/pocket-client-java-0.1.0.jar",
                        "/a/pocket-protocol-0.1.0.jar",
                        "/a/HdrHistogram-2.2.2.jar");
    }

    @Test
    void shouldSayThatNothingIsBuilt() {
        assertThatThrownBy(() -> new Installation(home).classPath(Component.NODE))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("not built")
                .hasMessageContaining("./pocket");
    }

    private void build(String module, String jar, String classPath) throws IOException {
        Path target = Files.createDirectories(home.resolve(module).resolve("target"));
        Files.writeString(target.resolve(jar + ".jar"), "");
        Files.writeString(target.resolve("runtime.classpath"), classPath);
    }
}
