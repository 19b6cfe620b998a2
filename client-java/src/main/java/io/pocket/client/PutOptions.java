package io.pocket.client;

import io.pocket.client.core.PutTerms;
import java.time.Duration;

/**
 * Conditions of a put. Immutable; {@code with…} methods make changed copies.
 *
 * @param ifAbsent refuse with {@link ObjectExistsException} when the name is taken
 * @param ifVersion refuse with {@link ConditionFailedException} unless the object has this version; 0 for any
 * @param ttl the object is deleted this long after; zero for the bucket's default. Counted in milliseconds
 * @param deadline of the call; null for the client's
 * @param readableWhileWritten who opens the name with {@link GetOptions#withFollow} reads along while it is written; everybody else sees
 *     the object when it is complete, as always. Not together with {@code ifVersion}
 */
public record PutOptions(
        boolean ifAbsent, long ifVersion, Duration ttl, Duration deadline, boolean readableWhileWritten) {
    public static final PutOptions NONE = new PutOptions(false, 0, Duration.ZERO, null, false);

    public PutOptions {
        if (ifAbsent && ifVersion != 0) {
            throw new IllegalArgumentException("an object cannot be absent and have version " + ifVersion);
        }
        if (readableWhileWritten && ifVersion != 0) {
            throw new IllegalArgumentException(
                    "an object that is read while it is written replaces any version, not only " + ifVersion);
        }
        if (ttl.isNegative() || (!ttl.isZero() && ttl.toMillis() == 0)) {
            throw new IllegalArgumentException("time to live " + ttl + " is not zero or at least a millisecond");
        }
        if (deadline != null) {
            ClientOptions.requirePositive(deadline, "deadline");
        }
    }

    public PutOptions withIfAbsent() {
        return new PutOptions(true, ifVersion, ttl, deadline, readableWhileWritten);
    }

    public PutOptions withIfVersion(long value) {
        return new PutOptions(ifAbsent, value, ttl, deadline, readableWhileWritten);
    }

    public PutOptions withTtl(Duration value) {
        return new PutOptions(ifAbsent, ifVersion, value, deadline, readableWhileWritten);
    }

    public PutOptions withDeadline(Duration value) {
        return new PutOptions(ifAbsent, ifVersion, ttl, value, readableWhileWritten);
    }

    public PutOptions withReadableWhileWritten() {
        return new PutOptions(ifAbsent, ifVersion, ttl, deadline, true);
    }

    PutTerms terms() {
        return new PutTerms(ifAbsent, ifVersion, ttl.toMillis());
    }
}
