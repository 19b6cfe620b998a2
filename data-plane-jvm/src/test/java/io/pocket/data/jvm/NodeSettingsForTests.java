package io.pocket.data.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Settings as the command line makes them, on free loopback ports. */
final class NodeSettingsForTests {

    private NodeSettingsForTests() {}

    static NodeSettings of(FakeController controller, Path directory, String... more) throws IOException {
        Path key = directory.resolve("cluster.key");
        Files.writeString(key, controller.clusterKey.toHex());
        NodeOptions options = new NodeOptions();
        String[] fixed = {
            "--port=0",
            "--controller=" + controller.url(),
            "--cluster-key-file=" + key,
            "--data-dir=" + directory.resolve("node"),
            "--capacity=16MiB",
            "--registration-deadline=5s"
        };
        CommandLine command = new CommandLine(options);
        String[] all = Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new);
        command.setOverwrittenOptionsAllowed(true).parseArgs(all);
        return options.settings();
    }
}
