package io.pocket.data.jvm.file;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Figures that the owner's thread changes and any thread reads. */
public final class HddFigures {

    private final Map<HddFigure, AtomicLong> values = made();

    private static Map<HddFigure, AtomicLong> made() {
        Map<HddFigure, AtomicLong> made = new EnumMap<>(HddFigure.class);
        Arrays.stream(HddFigure.values()).forEach(figure -> made.put(figure, new AtomicLong()));
        return Collections.unmodifiableMap(made);
    }

    /** The value now. */
    public long get(HddFigure figure) {
        return values.get(figure).getOpaque();
    }

    void add(HddFigure figure, long delta) {
        set(figure, get(figure) + delta);
    }

    void set(HddFigure figure, long value) {
        values.get(figure).setOpaque(value);
    }
}
