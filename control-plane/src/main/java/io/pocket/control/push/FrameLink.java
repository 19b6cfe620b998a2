package io.pocket.control.push;

import io.pocket.control.security.ClusterSecret;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.server.ClientLimits;
import io.pocket.server.ClientSession;
import io.pocket.server.FrameClient;
import io.pocket.server.FrameLoop;
import io.pocket.server.RequestFailedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * The Pocket protocol over TCP. One {@link FrameClient} for each connection: when to connect again is the session's
 * affair, not the client's.
 */
public final class FrameLink implements ClusterLink {

    private static final String AGENT = "pocket-controller";

    private final FrameLoop loop;
    private final ClusterSecret secret;

    public FrameLink(FrameLoop loop, ClusterSecret secret) {
        this.loop = loop;
        this.secret = secret;
    }

    @Override
    public CompletableFuture<Connection> connect(Target target, Duration timeout) {
        FrameConnection connection = new FrameConnection(target, timeout);
        connection.client.start();
        return connection.opened;
    }

    /** Everything about one connection. Called back on the loop's thread. */
    private final class FrameConnection implements Connection, ClientSession {

        private final Target target;
        private final FrameClient client;
        private final CompletableFuture<Connection> opened = new CompletableFuture<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        FrameConnection(Target target, Duration timeout) {
            this.target = target;
            this.client = new FrameClient(
                    loop,
                    InetSocketAddress.createUnresolved(
                            target.address().host(), target.address().port()),
                    ClientLimits.defaults().withConnectDeadline(timeout),
                    this,
                    RandomGenerator.getDefault());
        }

        @Override
        public Hello hello() {
            return new Hello(
                    Hello.VERSION,
                    Role.CONTROLLER,
                    0,
                    target.peer().id(),
                    target.identity(),
                    0,
                    secret.controllerToken(),
                    AGENT);
        }

        @Override
        public void ready(HelloReply reply) {
            opened.complete(this);
        }

        @Override
        public void lost(Status status, String detail) {
            client.close();
            opened.completeExceptionally(failure(status, status + ": " + detail));
            closed.complete(null);
        }

        @Override
        public CompletableFuture<Response> call(Request request, Duration timeout) {
            return client.call(request, timeout).exceptionallyCompose(FrameLink::failed);
        }

        @Override
        public CompletableFuture<Void> closed() {
            return closed;
        }

        @Override
        public void close() {
            client.close();
            closed.complete(null);
        }
    }

    private static CompletableFuture<Response> failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return CompletableFuture.failedFuture(
                cause instanceof RequestFailedException refused
                        ? answerFailure(refused.status(), refused.getMessage())
                        : cause);
    }

    /** HELLO was accepted, so its token has expired since: the connection is of no more use, the next one has a new token. */
    private static Exception answerFailure(Status status, String detail) {
        return status == Status.UNAUTHENTICATED ? new IOException(detail) : failure(status, detail);
    }

    /** These two are what the client itself says when it has no answer. */
    private static Exception failure(Status status, String detail) {
        return status == Status.UNAVAILABLE || status == Status.DEADLINE_EXCEEDED
                ? new IOException(detail)
                : new RefusedException(detail);
    }
}
