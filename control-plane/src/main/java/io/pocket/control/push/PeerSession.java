package io.pocket.control.push;

import io.pocket.control.cluster.ClusterState;
import io.pocket.control.push.ClusterLink.Connection;
import io.pocket.control.push.ClusterLink.Target;
import io.pocket.control.push.Outbox.Entry;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's side of one peer: connects, tells it everything, then what is new, and pings. All methods run on the
 * pusher's thread, except {@link #reachability()}.
 */
final class PeerSession {

    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);

    private final PeerId peer;
    private final Context context;
    private final Outbox outbox = new Outbox();
    private final Set<Topic> refused = new LinkedHashSet<>();

    private volatile Reachability reachability = Reachability.CONNECTING;
    /** Null until the peer registers. */
    private Target target;

    private Connection connection;
    private boolean connecting;
    private boolean pinging;
    private boolean ended;
    private String endReason;
    private int underWay;
    private int silentTicks;
    private String lastFailure = "it does not answer";

    /** What all sessions share. */
    record Context(
            ClusterLink link,
            Supplier<ClusterState> state,
            PushProperties properties,
            PushMeters meters,
            Executor thread,
            LongSupplier nanoClock) {}

    PeerSession(PeerId peer, Context context) {
        this.peer = peer;
        this.context = context;
    }

    /** Any thread. */
    Reachability reachability() {
        return reachability;
    }

    /** The peer has just registered: it is where {@code newTarget} says. */
    void reach(Target newTarget) {
        heard();
        if (!newTarget.equals(target)) {
            target = newTarget;
            disconnect();
        }
        updateReachability();
        connect();
    }

    void tell(Topic topic, List<CompletableFuture<Response>> waiting) {
        outbox.add(topic, waiting);
        pump();
    }

    void ask(Request question, Duration timeout, CompletableFuture<Response> answer) {
        if (connection == null) {
            answer.completeExceptionally(new IOException(peer + " is " + reachability.label()));
            return;
        }
        whenDone(connection.call(question, timeout), (response, failure) -> {
            if (failure == null) {
                answer.complete(response);
            } else {
                answer.completeExceptionally(cause(failure));
            }
        });
    }

    /** Once each ping interval. */
    void tick() {
        silentTicks++;
        if (isSilent()) {
            disconnect();
        }
        updateReachability();
        connect();
        ping();
        refused.forEach(topic -> outbox.add(topic, List.of()));
        pump();
    }

    /** What is under way fails as well. */
    void end(String reason) {
        ended = true;
        endReason = reason;
        disconnect();
        while (!outbox.isEmpty()) {
            outbox.removeFirst().fail(new IllegalStateException(reason));
        }
    }

    private void connect() {
        if (target == null || connection != null || connecting || ended) {
            return;
        }
        connecting = true;
        Target attempted = target;
        whenDone(
                context.link().connect(attempted, context.properties().silenceAllowed()),
                (opened, failure) -> onConnect(attempted, opened, failure));
    }

    private void onConnect(Target attempted, Connection opened, Throwable failure) {
        connecting = false;
        if (failure != null) {
            lastFailure = String.valueOf(cause(failure).getMessage());
            if (!attempted.equals(target)) {
                connect();
            }
        } else if (ended || !attempted.equals(target)) {
            opened.close();
            connect();
        } else {
            adopt(opened);
        }
    }

    private void adopt(Connection opened) {
        connection = opened;
        underWay = 0;
        pinging = false;
        heard();
        updateReachability();
        whenDone(opened.closed(), (nothing, failure) -> onClosed(opened));
        outbox.addFirst(Topic.concerning(peer, context.state().get()));
        pump();
    }

    private void onClosed(Connection former) {
        if (isCurrent(former)) {
            connection = null;
            updateReachability();
            connect();
        }
    }

    private void disconnect() {
        if (connection != null) {
            Connection former = connection;
            connection = null;
            former.close();
        }
    }

    private void pump() {
        while (connection != null && underWay < context.properties().window() && !outbox.isEmpty()) {
            send(outbox.removeFirst());
        }
    }

    private void send(Entry entry) {
        Optional<Request> message = entry.topic().message(context.state().get(), peer);
        if (message.isPresent()) {
            send(entry, message.get());
        } else {
            refused.remove(entry.topic());
            entry.fail(new RefusedException("what was to be told has gone: " + entry.topic()));
        }
    }

    private void send(Entry entry, Request message) {
        underWay++;
        Connection current = connection;
        long sentNanos = context.nanoClock().getAsLong();
        whenDone(
                current.call(message, context.properties().acknowledgeTimeout()),
                (response, failure) -> onAnswer(current, entry, sentNanos, response, failure));
    }

    private void onAnswer(Connection from, Entry entry, long sentNanos, Response response, Throwable failure) {
        boolean current = isCurrent(from);
        if (current) {
            underWay--;
        }
        if (failure == null) {
            onAcknowledgement(current, entry, sentNanos, response);
        } else if (cause(failure) instanceof RefusedException refusal) {
            onRefusal(entry, refusal);
        } else {
            onLoss(current, entry, cause(failure));
        }
        pump();
    }

    private void onAcknowledgement(boolean current, Entry entry, long sentNanos, Response response) {
        if (current) {
            heard();
        }
        refused.remove(entry.topic());
        context.meters().acknowledged(entry.topic(), context.nanoClock().getAsLong() - sentNanos);
        entry.acknowledge(response);
    }

    /** Who waits is told; the peer is told again with each tick, until it agrees or there is nothing left to say. */
    private void onRefusal(Entry entry, RefusedException refusal) {
        if (refused.add(entry.topic())) {
            LOG.warn("{} refuses {}: {}", peer, entry.topic(), refusal.getMessage());
        }
        context.meters().failed(entry.topic());
        entry.fail(refusal);
    }

    /** Who waits goes on waiting: the topic is told again on the next connection. */
    private void onLoss(boolean current, Entry entry, Throwable cause) {
        LOG.debug("{} did not acknowledge {}", peer, entry.topic(), cause);
        context.meters().failed(entry.topic());
        if (ended) {
            entry.fail(new IllegalStateException(endReason));
            return;
        }
        outbox.add(entry.topic(), entry.waiting());
        if (current) {
            disconnect();
            updateReachability();
            connect();
        }
    }

    private void ping() {
        if (connection == null || pinging) {
            return;
        }
        pinging = true;
        Connection current = connection;
        whenDone(
                current.call(new Ping(), context.properties().silenceAllowed()),
                (response, failure) -> onPong(current, failure));
    }

    private void onPong(Connection from, Throwable failure) {
        if (!isCurrent(from)) {
            return;
        }
        pinging = false;
        if (failure == null) {
            heard();
        } else {
            disconnect();
            updateReachability();
            connect();
        }
    }

    /** Continues on the pusher's thread. Nobody waits for the continuation, so a fault in it is told to the log. */
    private <T> void whenDone(CompletableFuture<T> future, BiConsumer<T, Throwable> continuation) {
        var _ = future.whenComplete((result, failure) -> context.thread().execute(() -> {
            try {
                continuation.accept(result, failure);
            } catch (RuntimeException e) {
                LOG.error("The session with {} failed", peer, e);
            }
        }));
    }

    @SuppressWarnings("ReferenceEquality") // Connections have no value, only identity.
    private boolean isCurrent(Connection some) {
        return some == connection;
    }

    private void heard() {
        silentTicks = 0;
    }

    /** Counted in ticks, not by the clock: when this process stood still, its peers are not to blame. */
    private boolean isSilent() {
        return silentTicks > context.properties().missedPings();
    }

    private void updateReachability() {
        Reachability now =
                connection != null ? Reachability.UP : isSilent() ? Reachability.UNREACHABLE : Reachability.CONNECTING;
        if (now != reachability) {
            reachability = now;
            logReachability();
        }
    }

    private void logReachability() {
        if (reachability == Reachability.UNREACHABLE) {
            LOG.warn("{} is unreachable: {}", peer, lastFailure);
        } else {
            LOG.info("{} is {}", peer, reachability.label());
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
