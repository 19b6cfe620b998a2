package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.compare.Row.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All stages, one after the other. */
public final class Comparison {
    private static final List<Stage> STAGES = List.of(
            new RowStage(Place.SHIPPED),
            new RowStage(Place.ONE_CORE),
            new AllocationStage(),
            new TwoNodesStage(),
            new MetadataStage(),
            new ManyObjectsStage());

    private Comparison() {}

    /** Runs the stages that the wanted measures need. */
    public static Findings run(ComparisonSettings settings) throws InterruptedException {
        Findings findings = new Findings();
        for (Stage stage : STAGES) {
            Set<Measure> wanted = EnumSet.noneOf(Measure.class);
            wanted.addAll(stage.measures());
            wanted.retainAll(settings.wanted());
            if (!wanted.isEmpty()) {
                stage.run(wanted, settings, findings);
            }
        }
        return findings;
    }
}
