package io.pocket.client.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.Renew;

/** Keeps the shard from letting an upload expire while an operation has chunks under it. */
final class UploadLease {
    private final WriteOperation operation;
    private boolean renewing;
    private long notBeforeNanos;

    UploadLease(WriteOperation operation) {
        this.operation = operation;
    }

    private ShardSession session() {
        return operation.session();
    }

    void renew() {
        if (!renewing) {
            renewing = true;
            Renew request = new Renew(session().upload(), session().chunkFloor());
            operation.shard().submit(Call.ofUpload(operation, request, request.upload()));
        }
    }

    void onAnswer(Call answered) {
        renewing = false;
        if (answered.status() == Status.OK) {
            operation.proceed();
        } else if (answered.status().retry() == Status.Retry.NEVER) {
            operation.failRefused(answered);
        } else {
            long pauseNanos = operation.lane().backoff().pauseNanos(1);
            notBeforeNanos = operation.lane().nowNanos() + pauseNanos;
            operation.chunks().pause(pauseNanos);
        }
    }

    /** The upload is over, and with it the answer that was waited for. */
    void onUploadReplaced() {
        renewing = false;
    }

    boolean isRenewing() {
        return renewing;
    }

    /** When it should be renewed. */
    long timerNanos() {
        return Math.max(notBeforeNanos, session().renewAtNanos());
    }
}
