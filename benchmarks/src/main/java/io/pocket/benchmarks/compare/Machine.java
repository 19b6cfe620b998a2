package io.pocket.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where a figure comes from. */
final class Machine {
    private Machine() {}

    static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("arch", System.getProperty("os.arch"));
        machine.put("java", Runtime.version().toString());
        return machine;
    }
}
