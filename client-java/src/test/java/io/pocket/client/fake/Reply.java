package io.pocket.client.fake;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;

/** What a fake server answers. */
public record Reply(Status status, Response body, Bytes payload) {
    static Reply ok(Response body) {
        return new Reply(Status.OK, body, Bytes.EMPTY);
    }

    static Reply ok(Response body, byte[] payload) {
        return new Reply(Status.OK, body, Bytes.wrap(payload));
    }

    static Reply refused(Status status, long asOf) {
        return new Reply(status, new ErrorReply(asOf, "refused by the fake"), Bytes.EMPTY);
    }
}
