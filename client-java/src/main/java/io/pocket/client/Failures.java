package io.pocket.client;

import io.pocket.client.core.Failure;
import io.pocket.client.core.Outcome;

/** Turns the core's outcomes into results and exceptions. */
final class Failures {
    private Failures() {}

    static <T> T resultOf(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Value<T> value) {
            return value.value();
        }
        throw exception(((Outcome.Failed<T>) outcome).failure());
    }

    static PocketException exception(Failure failure) {
        return switch (failure.kind()) {
            case NO_SUCH_OBJECT -> new NoSuchObjectException(failure);
            case OBJECT_EXISTS -> new ObjectExistsException(failure);
            case CONDITION_FAILED -> new ConditionFailedException(failure);
            case OBJECT_CHANGED -> new ObjectChangedException(failure);
            case DATA_LOST -> new DataLostException(failure);
            case UNAVAILABLE -> new UnavailableException(failure);
            case STORAGE_FULL -> new StorageFullException(failure);
            case QUOTA_EXCEEDED -> new QuotaExceededException(failure);
            case DEADLINE_EXCEEDED -> new DeadlineExceededException(failure);
            case JOB_DROPPED -> new JobDroppedException(failure);
            case UNAUTHENTICATED -> new UnauthenticatedException(failure);
            case FORBIDDEN -> new ForbiddenException(failure);
            case INVALID_REQUEST -> new InvalidRequestException(failure);
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(failure);
            case CORRUPT_OBJECT -> new CorruptObjectException(failure);
            case CLAIMED -> new ClaimedException(failure);
            case CLAIM_LOST -> new ClaimLostException(failure);
            case CANCELLED -> new CallCancelledException(failure);
            case LOCAL_IO -> new LocalIoException(failure);
            case SERVER_ERROR -> new ServerErrorException(failure);
        };
    }
}
