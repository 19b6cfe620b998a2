package io.pocket.metadata.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.JobPut;

/** What a job's clients ask of the shard. Not part of the state: it starts anew with the process. */
final class JobTraffic {
    /** A connection may end at any time, and shares of a quota move each second. */
    private static final int CONNECTION_RETRY_MILLIS = 1000;

    private final OperationRate rate = new OperationRate();
    private long operations;
    private int connections;

    /** Requests since the process started, refused ones included: that is what the job wants of this shard. */
    long operations() {
        return operations;
    }

    /** Client sessions. */
    int connections() {
        return connections;
    }

    /**
     * Pays for one request.
     *
     * @throws Refusal if the job's operations of this second are used up; nothing of the request may be carried out then
     */
    void charge(JobPut terms, long nowNanos) throws Refusal {
        operations++;
        if (terms.quotaOperationsPerSecond() == 0) {
            return;
        }
        int retryAfterMillis = rate.take(terms.quotaOperationsPerSecond(), nowNanos);
        if (retryAfterMillis > 0) {
            throw Refusal.ofQuota(
                    Quota.OPERATIONS,
                    Status.BUSY,
                    retryAfterMillis,
                    "the job may ask this shard for " + terms.quotaOperationsPerSecond() + " operations a second");
        }
    }

    /**
     * Makes room for one more session.
     *
     * @param replaced the session that ends in its favour, or null
     */
    void requireRoom(JobPut terms, ShardSession replaced) throws Refusal {
        operations++;
        int others = replaced != null && replaced.isCounted() ? connections - 1 : connections;
        if (terms.quotaConnections() != 0 && others >= terms.quotaConnections()) {
            throw Refusal.ofQuota(
                    Quota.CONNECTIONS,
                    Status.QUOTA_EXCEEDED,
                    CONNECTION_RETRY_MILLIS,
                    "the job may have " + terms.quotaConnections() + " client connections to this shard");
        }
    }

    void connected() {
        connections++;
    }

    void disconnected() {
        connections--;
    }
}
