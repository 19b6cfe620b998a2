package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.bed.Cores;
import io.pocket.benchmarks.bed.Peers;
import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.bed.Programs;
import io.pocket.benchmarks.compare.Row.Place;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.worker.Worker;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of one place: one cluster, one of each peer, a client and a load driver, all there for all rounds. */
final class RowStage implements Stage {
    private static final long CAPACITY_BYTES = 2L << 30;

    private final Place place;

    RowStage(Place place) {
        this.place = place;
    }

    @Override
    public Set<Measure> measures() {
        Set<Measure> all = EnumSet.noneOf(Measure.class);
        Arrays.stream(Measure.values())
                .filter(measure ->
                        measure.row().filter(row -> row.place() == place).isPresent())
                .forEach(all::add);
        return all;
    }

    @Override
    public void run(Set<Measure> wanted, ComparisonSettings settings, Findings findings) {
        if (place == Place.ONE_CORE && !Programs.has("taskset")) {
            wanted.forEach(measure -> findings.skip(measure, "taskset is not installed: apt-get install util-linux"));
            return;
        }
        List<Row> rows = Rows.ALL.stream()
                .filter(row -> wanted.stream()
                        .anyMatch(measure -> measure.row().filter(row::equals).isPresent()))
                .toList();
        List<String> prefix = place == Place.ONE_CORE ? Cores.oneCore() : Cores.any();
        settings.progress().accept("starting a cluster and its peers");
        try (Peers peers = new Peers(prefix);
                PocketBed pocket = place == Place.ONE_CORE
                        ? PocketBed.startOnOneCore(CAPACITY_BYTES)
                        : PocketBed.start(1, CAPACITY_BYTES);
                Worker client = Worker.start(prefix);
                Worker driver = Worker.start(prefix)) {
            Map<ContenderKind, String> addresses = addresses(rows, wanted, peers, findings);
            addresses.put(ContenderKind.POCKET, pocket.connectionString());
            new Rounds(rows, addresses, client, driver, settings.quick())
                    .run(settings.rounds(), findings.samples(), settings.progress());
        }
    }

    private static Map<ContenderKind, String> addresses(
            List<Row> rows, Set<Measure> wanted, Peers peers, Findings findings) {
        Map<ContenderKind, String> addresses = new EnumMap<>(ContenderKind.class);
        Set<ContenderKind> needed = EnumSet.noneOf(ContenderKind.class);
        rows.forEach(row -> needed.addAll(row.contenders()));
        needed.remove(ContenderKind.POCKET);
        for (ContenderKind kind : needed) {
            if (peers.start(kind)) {
                addresses.put(kind, peers.address(kind).orElseThrow());
            } else {
                wanted.stream()
                        .filter(measure -> measure.peer() == kind)
                        .forEach(measure -> findings.skip(measure, "not installed: " + Peers.REMEDY));
            }
        }
        return addresses;
    }
}
