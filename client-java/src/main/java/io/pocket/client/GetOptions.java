package io.pocket.client;

import java.time.Duration;

/**
 * How an object is got. Immutable; {@code with…} methods make changed copies.
 *
 * @param await wait so long for the name to appear, else {@link NoSuchObjectException}; zero to not wait
 * @param deleteAfterRead claim the object, so that nobody else gets it, and delete it once it was read and its checksum was right. Should this
 *     client die in between, the object reappears: it is read at least once
 * @param deadline of the call; null for the client's, with the time awaited on top
 * @param follow for {@link PocketClient#open(String, GetOptions)}: read along while the object is written, if its writer allows it
 *     ({@link PutOptions#withReadableWhileWritten}); an object that is complete is read as without
 */
public record GetOptions(Duration await, boolean deleteAfterRead, Duration deadline, boolean follow) {
    public static final GetOptions NONE = new GetOptions(Duration.ZERO, false, null, false);

    public GetOptions {
        if (await.isNegative()) {
            throw new IllegalArgumentException("await " + await + " is negative");
        }
        if (deadline != null) {
            ClientOptions.requirePositive(deadline, "deadline");
        }
    }

    public GetOptions withAwait(Duration value) {
        return new GetOptions(value, deleteAfterRead, deadline, follow);
    }

    public GetOptions withDeleteAfterRead() {
        return new GetOptions(await, true, deadline, follow);
    }

    public GetOptions withDeadline(Duration value) {
        return new GetOptions(await, deleteAfterRead, value, follow);
    }

    public GetOptions withFollow() {
        return new GetOptions(await, deleteAfterRead, deadline, true);
    }

    Duration deadlineOr(Duration usual) {
        return deadline != null ? deadline : usual.plus(await);
    }
}
