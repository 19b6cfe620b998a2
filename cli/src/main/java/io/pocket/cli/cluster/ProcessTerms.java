package io.pocket.cli.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one process of a local cluster is run where that differs from the usual; measurements need it.
 *
 * @param host address that it listens on, and under which the others reach it
 * @param prefix what comes before its command, such as {@code taskset -c 1}; it must become the command by {@code exec}, since
 *     the process is ended by its id
 * @param arguments further ones, {@code --name=value}; those of a name that the cluster sets replace the cluster's
 * @param memory limits of its Java machine, if not the usual ones
 */
public record ProcessTerms(String host, List<String> prefix, List<String> arguments, Optional<JvmMemory> memory) {

    /** Loopback, and nothing else. */
    public static final ProcessTerms USUAL = new ProcessTerms("127.0.0.1", List.of(), List.of(), Optional.empty());

    /** Copies its arguments. */
    public ProcessTerms {
        prefix = List.copyOf(prefix);
        arguments = List.copyOf(arguments);
    }

    /** With another prefix. */
    public ProcessTerms withPrefix(List<String> value) {
        return new ProcessTerms(host, value, arguments, memory);
    }

    /** Listening elsewhere. */
    public ProcessTerms withHost(String value) {
        return new ProcessTerms(value, prefix, arguments, memory);
    }

    /** With these further arguments. */
    public ProcessTerms withArguments(List<String> value) {
        return new ProcessTerms(host, prefix, value, memory);
    }

    /** With other limits of memory. */
    public ProcessTerms withMemory(JvmMemory value) {
        return new ProcessTerms(host, prefix, arguments, Optional.of(value));
    }

    /** The usual arguments with those of this record instead or behind. */
    List<String> merge(List<String> usual) {
        Map<String, String> byName = new LinkedHashMap<>();
        usual.forEach(argument -> byName.put(name(argument), argument));
        arguments.forEach(argument -> byName.put(name(argument), argument));
        return new ArrayList<>(byName.values());
    }

    private static String name(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }
}
