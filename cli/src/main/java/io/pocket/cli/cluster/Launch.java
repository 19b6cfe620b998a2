package io.pocket.cli.cluster;

import java.util.List;
import java.util.Map;

/**
 * How to start a child process.
 *
 * @param name unique in the cluster, also the name of its log file; lower-case letters, digits and dashes
 * @param command program and arguments
 * @param environment variables added to those of this process
 */
public record Launch(String name, List<String> command, Map<String, String> environment) {

    /** Copies its arguments and checks the name. */
    public Launch {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("not a process name: " + name);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
