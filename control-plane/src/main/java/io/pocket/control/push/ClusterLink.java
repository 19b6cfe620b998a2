package io.pocket.control.push;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Opens wire connections to peers. Its futures complete on threads of its own; what depends on them must not block. */
public interface ClusterLink {

    /**
     * Connects and introduces the controller with HELLO.
     *
     * @param timeout for all of it
     * @return fails with {@link RefusedException} if the peer answers that it is another, or does not know us; with another
     *     exception if it does not answer
     */
    CompletableFuture<Connection> connect(Target target, Duration timeout);

    /**
     * Whom to reach.
     *
     * @param identity a node's incarnation or a shard's log id
     */
    record Target(PeerId peer, long identity, HostPort address) {}

    /** An introduced connection. Requests leave in the order of the calls. */
    interface Connection extends AutoCloseable {

        /**
         * Sends one request.
         *
         * @return fails with {@link RefusedException} if the answer is an error, with another exception if there is none
         *     within the timeout or the connection broke
         */
        CompletableFuture<Response> call(Request request, Duration timeout);

        /** Completes when the connection has ended, by either side. */
        CompletableFuture<Void> closed();

        /** Ends the connection; calls under way fail. Does not wait. */
        @Override
        void close();
    }
}
