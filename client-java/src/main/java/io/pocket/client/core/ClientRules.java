package io.pocket.client.core;

import io.pocket.protocol.ChunkId;
import io.pocket.protocol.message.FollowReply;
import io.pocket.protocol.message.ObjectReply;

/** The client's part of the design's rules, one decision a method, so that the simulator can take one out and must see it fail. */
public class ClientRules {
    /** Rule 6: what cannot be reached is not lost: only the controller decides that. */
    protected FailureKind unreachable() {
        return FailureKind.UNAVAILABLE;
    }

    /** Rule 11: what is read before and after another LOOKUP belongs together only if it is of one version. */
    protected boolean isSameObject(ObjectReply before, ObjectReply found) {
        return found.version() == before.version();
    }

    /** Rule 11: chunks belong together only if they are of one stream. */
    protected boolean isSameStream(ChunkId before, FollowReply found) {
        return found.stream().equals(before);
    }
}
