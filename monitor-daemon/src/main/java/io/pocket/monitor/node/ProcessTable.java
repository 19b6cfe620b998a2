package io.pocket.monitor.node;

import java.time.Instant;
import java.util.Optional;

/** The processes of this machine, or of this PID namespace. */
@FunctionalInterface
public interface ProcessTable {
    /** When the process that now has this number began; empty if none has it. */
    Optional<Instant> startOf(long pid);

    /** The operating system's. */
    static ProcessTable live() {
        return pid -> ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** For a node in another PID namespace, whose processes cannot be seen: each number is taken for alive. */
    static ProcessTable unseen() {
        return pid -> Optional.of(Instant.EPOCH);
    }
}
