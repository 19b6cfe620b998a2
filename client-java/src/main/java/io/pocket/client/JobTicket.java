package io.pocket.client;

import io.pocket.protocol.ConnectionString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A registered job.
 *
 * @param id for {@link PocketController#deregister}
 * @param connectionString for {@link PocketClient#connect}; holds a secret
 * @param spaces connection strings of the spaces that the job opened, by name; they hold secrets
 */
public record JobTicket(String id, String connectionString, Map<String, String> spaces) {
    public JobTicket {
        spaces = Map.copyOf(spaces);
    }

    /** From the controller's lines: the job's connection string, then one for each space. */
    static JobTicket of(List<String> lines, List<String> spaceNames) {
        if (lines.size() != 1 + spaceNames.size()) {
            throw new IllegalArgumentException(lines.size() + " lines, not " + (1 + spaceNames.size()));
        }
        lines.forEach(ConnectionString::parse);
        Map<String, String> spaces = new LinkedHashMap<>();
        for (int i = 0; i < spaceNames.size(); i++) {
            spaces.put(spaceNames.get(i), lines.get(i + 1));
        }
        return new JobTicket(ConnectionString.parse(lines.get(0)).jobId(), lines.get(0), spaces);
    }

    /**
     * Connection string of a space, for {@link PocketClient#connect}; its token ends with the job's.
     *
     * @throws IllegalArgumentException if the job did not open it
     */
    public String space(String name) {
        String connection = spaces.get(name);
        if (connection == null) {
            throw new IllegalArgumentException("job " + id + " did not open the space " + name
                    + ": register it with openSpaces(\"" + name + "\")");
        }
        return connection;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "job " + id + (spaces.isEmpty() ? "" : " with spaces " + spaces.keySet());
    }
}
