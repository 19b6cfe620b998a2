package io.pocket.simulator;

import io.pocket.client.core.Failure;
import io.pocket.client.core.FailureKind;
import io.pocket.client.core.Outcome;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.ListEntry;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Response;
import io.pocket.simulator.history.Content;
import io.pocket.simulator.history.History;
import io.pocket.simulator.history.Observation;
import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Seen;
import io.pocket.simulator.history.Observation.Terms;
import java.util.HashMap;
import java.util.Map;

/** Notes what each operation was told, as far as it says something about a name, and whether it may have been told that at all. */
final class Recorder {
    private final Scheduler scheduler;
    private final SimulatedCluster cluster;
    private final Violations violations;
    private final History history = new History();

    /**
     * An operation that was begun.
     *
     * @param path of the object; of a count or a list the prefix
     */
    record Asked(int client, long job, Kind kind, String path, long content, long invokedNanos, Terms terms) {
        String name() {
            return job + ":" + path;
        }

        Asked as(Kind other) {
            return new Asked(client, job, other, path, 0, invokedNanos, Terms.NONE);
        }
    }

    Recorder(Scheduler scheduler, SimulatedCluster cluster, Violations violations) {
        this.scheduler = scheduler;
        this.cluster = cluster;
        this.violations = violations;
    }

    History history() {
        return history;
    }

    // Mutations

    void mutated(Asked asked, Outcome<Mutated> outcome) {
        requireServed(asked, outcome);
        switch (outcome) {
            case Outcome.Value<Mutated>(Mutated done) -> add(asked, Seen.DONE, asked.content(), done.version(), 0);
            case Outcome.Failed<Mutated>(Failure failure) -> {
                if (isUnknown(failure)) {
                    unknown(asked);
                } else {
                    add(asked, refusal(failure), asked.content(), 0, asOf(failure));
                }
            }
        }
    }

    private static boolean isUnknown(Failure failure) {
        return failure.outcomeUnknown() || failure.kind() == FailureKind.OUTCOME_UNKNOWN;
    }

    private static Seen refusal(Failure failure) {
        return switch (failure.kind()) {
            case NO_SUCH_OBJECT -> Seen.NOT_FOUND;
            case OBJECT_EXISTS -> Seen.EXISTS;
            case CONDITION_FAILED -> Seen.OTHER_VERSION;
            default -> Seen.REFUSED;
        };
    }

    /** Only what says something about the name has a place in its serial order. */
    private static long asOf(Failure failure) {
        return switch (failure.kind()) {
            case NO_SUCH_OBJECT, OBJECT_EXISTS, CONDITION_FAILED -> failure.asOf();
            default -> 0;
        };
    }

    void unknown(Asked asked) {
        history.add(new Observation(
                asked.client(),
                asked.kind(),
                asked.name(),
                Seen.UNKNOWN,
                asked.content(),
                asked.invokedNanos(),
                Long.MAX_VALUE,
                0,
                0,
                asked.terms()));
    }

    // Reads

    /** @param afterVersion that was awaited: not to find a later one does not mean that there is none */
    void read(Asked asked, Outcome<ObjectReply> outcome, byte[] bytes, long afterVersion) {
        requireServed(asked, outcome);
        switch (outcome) {
            case Outcome.Value<ObjectReply>(ObjectReply object) -> {
                long content = Content.idOf(bytes);
                int mismatch = Content.mismatch(content, bytes);
                if (mismatch >= 0) {
                    violations.add("torn object " + asked.name() + ", first wrong byte at " + mismatch);
                }
                if (object.version() <= afterVersion) {
                    violations.add(
                            "awaited " + asked.name() + " after " + afterVersion + " and got " + object.version());
                }
                add(asked, Seen.DONE, content, object.version(), object.asOf());
            }
            case Outcome.Failed<ObjectReply>(Failure failure) -> {
                requirePlausible(asked, failure);
                long asOf = afterVersion == 0 ? asOf(failure) : 0;
                add(asked, asOf == 0 ? Seen.REFUSED : refusal(failure), 0, 0, asOf);
            }
        }
    }

    private void requirePlausible(Asked asked, Failure failure) {
        boolean lost =
                failure.kind() == FailureKind.DATA_LOST && !cluster.witness().mayBeLost(asked.job(), asked.path());
        if (lost || failure.kind() == FailureKind.CORRUPT_OBJECT || failure.kind() == FailureKind.SERVER_ERROR) {
            violations.add("reading " + asked.name() + " failed without cause: " + failure);
        }
    }

    /** @param mayHaveConfirmed whether the client said to anybody that it has consumed the object */
    void consumed(Asked asked, Outcome<ObjectReply> outcome, byte[] bytes, boolean mayHaveConfirmed) {
        read(asked, outcome, bytes, 0);
        if (mayHaveConfirmed && outcome instanceof Outcome.Failed<ObjectReply>(Failure failure) && isUnknown(failure)) {
            unknown(asked.as(Kind.DELETE));
        }
    }

    // Lists and counts

    /**
     * One page: it tells of every name in its range whether there is an object.
     *
     * @param cursor last path of the page before; empty for the first page
     * @param paths all there can be
     * @return the cursor for the next page; null at the end
     */
    String listed(Asked asked, Outcome<ListReply> outcome, String cursor, Iterable<String> paths) {
        requireServed(asked, outcome);
        if (!(outcome instanceof Outcome.Value<ListReply>(ListReply page))) {
            return null;
        }
        Map<String, ListEntry> entries = new HashMap<>();
        String last = cursor;
        for (ListEntry entry : page.entries()) {
            String path = entry.name().toString();
            if (path.compareTo(last) <= 0) {
                violations.add("a page of " + asked.name() + " has " + path + " after " + last);
            }
            entries.put(path, entry);
            last = path;
        }
        if (page.more() && entries.isEmpty()) {
            violations.add("a page of " + asked.name() + " is empty and not the last");
            return null;
        }
        for (String path : paths) {
            if (path.compareTo(cursor) > 0 && (!page.more() || path.compareTo(last) <= 0)) {
                addListed(asked, path, entries.get(path), page.asOf());
            }
        }
        return page.more() ? last : null;
    }

    private void addListed(Asked asked, String path, ListEntry entry, long asOf) {
        Asked one = new Asked(asked.client(), asked.job(), Kind.LIST, path, 0, asked.invokedNanos(), Terms.NONE);
        if (entry == null) {
            add(one, Seen.NOT_FOUND, 0, 0, asOf);
        } else {
            add(one, Seen.DONE, 0, entry.version(), asOf);
        }
    }

    void counted(Asked asked, Outcome<CountReply> outcome) {
        requireServed(asked, outcome);
        if (outcome instanceof Outcome.Value<CountReply>(CountReply count)) {
            add(asked, Seen.DONE, count.objects(), 0, count.asOf());
        }
    }

    private void add(Asked asked, Seen outcome, long content, long version, long asOf) {
        history.add(new Observation(
                asked.client(),
                asked.kind(),
                asked.name(),
                outcome,
                content,
                asked.invokedNanos(),
                scheduler.nowNanos(),
                version,
                asOf,
                asked.terms()));
    }

    /** Rule 7: after a shard has acknowledged the drop it tells nothing of the job any more. */
    private void requireServed(Asked asked, Outcome<? extends Response> outcome) {
        boolean served = !(outcome instanceof Outcome.Failed<? extends Response>(Failure failure))
                || refusal(failure) != Seen.REFUSED;
        if (served && cluster.controller().droppedNanos(asked.job()) < asked.invokedNanos()) {
            violations.add("job " + asked.job() + " was dropped, but " + asked + " ended as " + outcome);
        }
    }
}
