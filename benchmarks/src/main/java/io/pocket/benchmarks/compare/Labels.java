package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import java.util.Locale;

/** Names of contenders. */
final class Labels {
    private Labels() {}

    static String of(ContenderKind contender) {
        return contender.name().toLowerCase(Locale.ROOT);
    }
}
