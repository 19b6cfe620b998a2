package io.pocket.server;

import java.time.Duration;

/** Validation of configuration: each message names the setting, its value and what is allowed. */
final class Check {
    private Check() {}

    static void within(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", must be within " + min + ".." + max);
        }
    }

    static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", must be longer than zero");
        }
    }
}
