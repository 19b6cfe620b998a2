package io.pocket.cli.cluster;

import java.util.List;
import java.util.Map;

/** Child processes for tests: small shells, for they start in milliseconds. */
final class FakeServer {

    private FakeServer() {}

    /** Says READY and runs until its parent ends it. */
    static Launch ready(String name) {
        return shell(name, "echo starting; echo READY $GREETING; exec sleep 60");
    }

    /** Runs, but is never ready. */
    static Launch silent(String name) {
        return shell(name, "echo starting; exec sleep 60");
    }

    /** Fails at once. */
    static Launch failing(String name) {
        return shell(name, "echo cannot open the slab; exit 3");
    }

    /** Does not end when it is asked to. */
    static Launch stubborn(String name) {
        return shell(name, "trap '' TERM; echo READY; while :; do sleep 0.1; done");
    }

    /** Is ready the first time, and fails with status 5 the second: {@code mark} tells. */
    static Launch readyOnce(String name, String mark) {
        return shell(name, "[ -e '" + mark + "' ] && exit 5; touch '" + mark + "'; echo READY; exec sleep 60");
    }

    private static Launch shell(String name, String script) {
        return new Launch(name, List.of("sh", "-c", script), Map.of("GREETING", "hello"));
    }
}
