package io.pocket.benchmarks.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.pocket.benchmarks.contender.ContenderKind;

/** What a worker is asked to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Task.OneAtATime.class, name = "one-at-a-time"),
    @JsonSubTypes.Type(value = Task.Verify.class, name = "verify"),
    @JsonSubTypes.Type(value = Task.Saturate.class, name = "saturate"),
    @JsonSubTypes.Type(value = Task.Metadata.class, name = "metadata"),
    @JsonSubTypes.Type(value = Task.Chunks.class, name = "chunks"),
    @JsonSubTypes.Type(value = Task.Stream.class, name = "stream")
})
public sealed interface Task {
    /**
     * Operations one after the other on one connection, each timed by itself.
     *
     * @param address see {@link ContenderKind#open}
     * @param bucket first part of the names; a client of its own has one of its own
     * @param keys how many names there are, taken in turn
     * @param warmUp operations that come before and are not timed
     * @param operations how many are timed
     * @param ratePerSecond 0: the next begins when the last has ended (service time). Else an operation is due so often, and its
     *     latency counts from when it was due, whether or not the one before had ended (no coordinated omission)
     */
    record OneAtATime(
            ContenderKind contender,
            String address,
            Operation operation,
            String bucket,
            int keys,
            int sizeBytes,
            int warmUp,
            int operations,
            double ratePerSecond)
            implements Task {}

    /** Reads the values of all names and checks every byte. */
    record Verify(ContenderKind contender, String address, String bucket, int keys, int sizeBytes) implements Task {}

    /**
     * GETs of values that {@link OneAtATime} has put, on many connections with several under way on each, from one thread.
     *
     * @param contender {@code POCKET} or {@code REDIS}
     * @param depth requests under way on each connection
     * @param warmUpMillis not counted
     * @param millis counted
     */
    record Saturate(
            ContenderKind contender,
            String address,
            String bucket,
            int keys,
            int sizeBytes,
            int connections,
            int depth,
            int warmUpMillis,
            int millis)
            implements Task {}

    /**
     * COMMITs and LOOKUPs in turn, see {@link io.pocket.benchmarks.load.MetadataMix}. Every operation is counted.
     *
     * @param names of all connections together
     * @param ttlMillis of each object, 0 for none
     * @param operationsMax ends after about so many
     * @param millisMax ends after so long
     */
    record Metadata(
            String address, int connections, int depth, int names, long ttlMillis, long operationsMax, int millisMax)
            implements Task {}

    /**
     * Chunks straight to the first node, without objects.
     *
     * @param chunks that are written and then read
     * @param discard free the last ones instead
     */
    record Chunks(String address, int sizeBytes, int chunks, boolean discard) implements Task {}

    /**
     * Pocket's clients, each a thread with names of its own, one operation after the other until the time is over.
     *
     * @param firstClient number of the first among all processes
     * @param keys names of each client
     * @param fill put every name instead
     */
    record Stream(
            String address,
            Operation operation,
            int firstClient,
            int sizeBytes,
            int keys,
            int threads,
            boolean fill,
            int warmUpMillis,
            int millis)
            implements Task {

        /** With other numbers of the clients. */
        public Stream withFirstClient(int number) {
            return new Stream(address, operation, number, sizeBytes, keys, threads, fill, warmUpMillis, millis);
        }
    }
}
