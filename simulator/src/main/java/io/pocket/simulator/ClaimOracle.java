package io.pocket.simulator;

import io.pocket.protocol.message.Mutation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows every claim that a client was given, and so whether two held one object at a time (rule 10). A claim lasts at least its lease from when
 * it was first asked for, unless its holder has ended it.
 */
final class ClaimOracle {
    private final Map<ClaimKey, Claim> claims = new HashMap<>();
    private final Map<ObjectVersion, List<Claim>> byObject = new HashMap<>();
    private final Map<MutationId, Asked> asked = new HashMap<>();
    private final Violations violations;

    private record MutationId(long upload, int sequence) {}

    private record ClaimKey(long job, String name, long claimId) {}

    private record ObjectVersion(long job, String name, long version) {}

    private record Asked(long atNanos, long leaseNanos) {}

    private static final class Claim {
        private final long id;
        private final long lastsUntilNanos;
        private long endedNanos = Long.MAX_VALUE;

        Claim(long id, long lastsUntilNanos) {
            this.id = id;
            this.lastsUntilNanos = lastsUntilNanos;
        }

        boolean isHeld(long nowNanos) {
            return nowNanos < lastsUntilNanos && nowNanos < endedNanos;
        }
    }

    ClaimOracle(Violations violations) {
        this.violations = violations;
    }

    /** Asked for, perhaps again. */
    void asked(Mutation mutation, int leaseMillis, long nowNanos) {
        long lease = Math.min(leaseMillis, SimulationConfig.MAX_CLAIM_LEASE_MILLIS) * 1_000_000L;
        asked.putIfAbsent(new MutationId(mutation.upload(), mutation.sequence()), new Asked(nowNanos, lease));
    }

    /** An answer brought a claim, perhaps one that was brought before. */
    void granted(Mutation mutation, long job, String name, long version, long claimId, long nowNanos) {
        ClaimKey key = new ClaimKey(job, name, claimId);
        if (claims.containsKey(key)) {
            return;
        }
        Asked question = asked.get(new MutationId(mutation.upload(), mutation.sequence()));
        Claim claim = new Claim(claimId, question.atNanos() + question.leaseNanos());
        claims.put(key, claim);
        List<Claim> others =
                byObject.computeIfAbsent(new ObjectVersion(job, name, version), object -> new ArrayList<>());
        for (Claim other : others) {
            if (other.id < claimId && other.isHeld(nowNanos)) {
                violations.add("'" + name + "' version " + version + " of job " + job + " is claimed by two: "
                        + other.id + " and " + claimId);
            }
        }
        others.add(claim);
    }

    /** The holder is ending its claim. */
    void ending(long job, String name, long claimId, long nowNanos) {
        Claim claim = claims.get(new ClaimKey(job, name, claimId));
        if (claim != null) {
            claim.endedNanos = Math.min(claim.endedNanos, nowNanos);
        }
    }
}
