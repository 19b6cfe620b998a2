package io.pocket.control.push;

import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.JobUsage;
import io.pocket.protocol.message.JobUsageGet;
import io.pocket.protocol.message.JobUsageReply;
import io.pocket.protocol.message.NodeStat;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.protocol.message.NodeState;
import io.pocket.protocol.message.Ping;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Shards and nodes that answer as a test wants, without sockets. Safe for any thread. */
public final class FakeCluster implements ClusterLink {

    /** How a peer behaves. */
    public enum Mood {
        ANSWERING,
        /** Connects and answers pings, but acknowledges nothing. */
        FORGETFUL,
        /** Connected, and dead silent. */
        FROZEN,
        /** Answers pushes with BUSY. */
        BUSY,
        /** Answers pushes with INVALID_ARGUMENT. */
        REFUSING,
        /** Refuses connections. */
        DOWN
    }

    private final Map<PeerId, Peer> peers = new ConcurrentHashMap<>();
    private volatile BiConsumer<PeerId, Request> observer = (peer, request) -> {};

    /** Everything about one peer. */
    private static final class Peer {
        final PeerId id;
        final List<Target> targets = new CopyOnWriteArrayList<>();
        final List<Request> received = new CopyOnWriteArrayList<>();
        final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
        final Map<Class<?>, Mood> moods = new ConcurrentHashMap<>();
        volatile Mood mood = Mood.ANSWERING;
        final AtomicInteger refusals = new AtomicInteger();
        volatile List<JobUsage> usage = List.of();
        volatile NodeStatReply stat = new NodeStatReply(1000, 0, 0, 0, 0, 0, NodeState.LIVE);

        Peer(PeerId id) {
            this.id = id;
        }

        Mood mood(Request request) {
            return moods.getOrDefault(request.getClass(), mood);
        }
    }

    private Peer peer(PeerId id) {
        return peers.computeIfAbsent(id, Peer::new);
    }

    /** Sets how the peer behaves from now on; {@link Mood#DOWN} also ends its connections. */
    public void set(PeerId id, Mood mood) {
        peer(id).mood = mood;
        if (mood == Mood.DOWN) {
            disconnect(id);
        }
    }

    /** Sets how the peer takes one kind of request from now on. */
    public void setFor(PeerId id, Class<? extends Request> type, Mood mood) {
        peer(id).moods.put(type, mood);
    }

    /** What the peer tells of its jobs from now on, by ascending number. */
    public void setUsage(PeerId id, List<JobUsage> usage) {
        peer(id).usage = usage;
    }

    /** What a node tells of itself from now on. */
    public void setStat(PeerId id, NodeStatReply stat) {
        peer(id).stat = stat;
    }

    /** Called, on the controller's threads, with each request before it is acknowledged. */
    public void onRequest(BiConsumer<PeerId, Request> called) {
        observer = called;
    }

    /** Ends the peer's connections; it may be reached again. */
    public void disconnect(PeerId id) {
        peer(id).connections.forEach(FakeConnection::close);
    }

    /** What the peer was told of one kind, in order. */
    public <R extends Request> List<R> received(PeerId id, Class<R> type) {
        return peer(id).received.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** How many requests the peer has refused. */
    public int refusals(PeerId id) {
        return peer(id).refusals.get();
    }

    public void forget(PeerId id) {
        peer(id).received.clear();
    }

    /** Whom the controller meant to reach, in order. */
    public List<Target> targets(PeerId id) {
        return List.copyOf(peer(id).targets);
    }

    @Override
    public CompletableFuture<Connection> connect(Target target, Duration timeout) {
        Peer peer = peer(target.peer());
        peer.targets.add(target);
        return switch (peer.mood) {
            case DOWN -> CompletableFuture.failedFuture(new IOException("connection refused"));
            case FROZEN -> new CompletableFuture<Connection>().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            default -> {
                FakeConnection connection = new FakeConnection(peer);
                peer.connections.add(connection);
                yield CompletableFuture.completedFuture(connection);
            }
        };
    }

    private final class FakeConnection implements Connection {

        private final Peer peer;
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        FakeConnection(Peer peer) {
            this.peer = peer;
        }

        @Override
        public CompletableFuture<Response> call(Request request, Duration timeout) {
            if (closed.isDone()) {
                return CompletableFuture.failedFuture(new IOException("closed"));
            }
            boolean ping = request instanceof Ping;
            Mood mood = peer.mood(request);
            if (mood == Mood.FROZEN || (mood == Mood.FORGETFUL && !ping)) {
                return unanswered(timeout);
            }
            if (!ping && mood == Mood.BUSY) {
                peer.refusals.incrementAndGet();
                return CompletableFuture.failedFuture(new RefusedException("BUSY: not now"));
            }
            if (!ping && mood == Mood.REFUSING) {
                peer.refusals.incrementAndGet();
                return CompletableFuture.failedFuture(new RefusedException("INVALID_ARGUMENT: not this"));
            }
            peer.received.add(request);
            observer.accept(peer.id, request);
            return CompletableFuture.completedFuture(answer(request));
        }

        private Response answer(Request request) {
            return switch (request) {
                case DropJob drop -> new DropReply(3, 300);
                case JobUsageGet get -> usage(get);
                case NodeStat stat -> peer.stat;
                default -> new Empty();
            };
        }

        private JobUsageReply usage(JobUsageGet get) {
            List<JobUsage> after = peer.usage.stream()
                    .filter(usage -> usage.job() > get.afterJob())
                    .toList();
            List<JobUsage> page = after.stream().limit(get.limit()).toList();
            return new JobUsageReply(page.size() < after.size(), page);
        }

        private CompletableFuture<Response> unanswered(Duration timeout) {
            CompletableFuture<Response> answer =
                    new CompletableFuture<Response>().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
            var _ = closed.thenRun(() -> answer.completeExceptionally(new IOException("closed")));
            return answer;
        }

        @Override
        public CompletableFuture<Void> closed() {
            return closed;
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }
}
