package io.pocket.monitor.node;

import java.time.Instant;
import java.util.Optional;

/** The processes of this machine, or of this PID namespace. */
@FunctionalInterface
public interface ProcessTable {
    /** The process that now has this number; empty if none has it. */
    Optional<Entry> find(long pid);

    /** One process, which stays the same even when its number is given to another. */
    interface Entry {
        Instant startedAt();

        boolean isAlive();
    }

    /** The operating system's. */
    static ProcessTable live() {
        return pid -> ProcessHandle.of(pid).map(LiveEntry::new);
    }

    /** For a node in another PID namespace, whose processes cannot be seen: each number is taken for alive. */
    static ProcessTable unseen() {
        return pid -> Optional.of(new UnseenEntry());
    }

    /** Asks the operating system for no more than is needed each second: whether the process is alive. */
    record LiveEntry(ProcessHandle process) implements Entry {
        @Override
        public Instant startedAt() {
            return process.info().startInstant().orElse(Instant.EPOCH);
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }
    }

    /** Nothing is known, so nothing is said against it. */
    record UnseenEntry() implements Entry {
        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public boolean isAlive() {
            return true;
        }
    }
}
