package io.pocket.cli.demo;

import io.pocket.cli.function.Traffic;
import java.time.Duration;

/**
 * What one stage did.
 *
 * @param job name of the job
 * @param stage name of the stage
 * @param functions functions that ran
 * @param traffic what they exchanged, together
 * @param elapsed from the first start to the last end
 */
record StageReport(String job, String stage, int functions, Traffic traffic, Duration elapsed) {

    double seconds() {
        return elapsed.toNanos() / 1e9;
    }

    /** Bytes put and got per second of the whole stage, process starts and computation included; 10^6 bytes. */
    double megabytesPerSecond() {
        return (traffic.putBytes() + traffic.getBytes()) / seconds() / 1e6;
    }
}
