package io.pocket.server;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Turns the outcome of a request into a future of its response. */
final class ResponseFuture implements ReplyHandler {
    private final Opcode opcode;
    private final CompletableFuture<Response> future;

    ResponseFuture(Opcode opcode, CompletableFuture<Response> future) {
        this.opcode = opcode;
        this.future = future;
    }

    @Override
    public void onReply(FrameView header, ByteBuffer body, ByteBuffer payload) {
        Status status = Status.of(header.statusCode());
        try {
            Response response = Response.decode(opcode, status, body);
            if (status == Status.OK) {
                future.complete(response);
            } else {
                fail(status, header.retryAfterMillis(), detailOf(response));
            }
        } catch (ProtocolException e) {
            fail(Status.PROTOCOL_ERROR, 0, "the peer's " + opcode + " response cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void onFailure(Status status, String detail) {
        fail(status, 0, detail);
    }

    private void fail(Status status, int retryAfterMillis, String detail) {
        future.completeExceptionally(new RequestFailedException(status, retryAfterMillis, detail));
    }

    private static String detailOf(Response response) {
        return response instanceof ErrorReply error ? error.detail() : response.toString();
    }
}
