package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.worker.Operation;
import java.util.List;

/**
 * One thing that is measured, for each of its contenders.
 *
 * @param id in JSON
 * @param title for people
 * @param place which processes
 * @param shape one at a time, or many under way
 * @param statistic what the table shows
 * @param contenders in the order in which they take turns; Pocket first
 * @param keys how many names
 * @param warmUp operations of a contender before the first round; 0 for load rows, which warm up in each round
 * @param operations of a round; milliseconds for load rows
 * @param quickOperations the same for a short look
 */
record Row(
        String id,
        String title,
        Place place,
        Shape shape,
        Statistic statistic,
        List<ContenderKind> contenders,
        Operation operation,
        int sizeBytes,
        int keys,
        int warmUp,
        int operations,
        int quickOperations) {

    /** Where the processes run. */
    enum Place {
        /** As shipped, on any core. */
        SHIPPED,
        /** As shipped, with all processes, the client's too, on one core. */
        ONE_CORE
    }

    /**
     * How operations follow each other.
     *
     * @param connections 0 for one at a time through the contender's client
     * @param depth requests under way on each connection
     */
    record Shape(int connections, int depth) {
        static final Shape ONE_AT_A_TIME = new Shape(0, 0);

        boolean isLoad() {
            return connections > 0;
        }
    }

    int operations(boolean quick) {
        return quick ? quickOperations : operations;
    }
}
