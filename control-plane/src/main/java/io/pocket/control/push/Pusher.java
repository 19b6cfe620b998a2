package io.pocket.control.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.pocket.control.cluster.ClusterLedger;
import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.Job;
import io.pocket.control.cluster.Node;
import io.pocket.control.cluster.Shard;
import io.pocket.control.cluster.Tombstone;
import io.pocket.control.push.ClusterLink.Target;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps shards and nodes told. Call it after the ledger has the change: it tells what the ledger says.
 *
 * <p>All methods may be called from any thread and return at once; the work is done by one thread, which owns the
 * sessions. The futures complete on that thread, so what depends on them must not block.
 */
public final class Pusher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pusher.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final ClusterLedger ledger;
    private final PushProperties properties;
    private final PeerSession.Context context;
    private final ScheduledThreadPoolExecutor thread;
    private final Map<PeerId, PeerSession> sessions = new ConcurrentHashMap<>();
    private ScheduledFuture<?> ticks;

    public Pusher(ClusterLink link, ClusterLedger ledger, PushProperties properties, MeterRegistry registry) {
        this.ledger = ledger;
        this.properties = properties;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("pocket-push").factory());
        // Answers that arrive after the end concern nobody.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        this.context = new PeerSession.Context(
                link, ledger::state, properties, new PushMeters(registry), thread, System::nanoTime);
    }

    /** Begins to connect to all peers that the ledger knows. */
    public void start() {
        ClusterState state = ledger.state();
        state.nodes().keySet().forEach(node -> thread.execute(() -> reachIfThere(node)));
        state.shards().values().forEach(this::reach);
        long intervalNanos = properties.pingInterval().toNanos();
        ticks = thread.scheduleWithFixedDelay(this::tick, intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
    }

    /** Whether a peer answers; {@link Reachability#UNREACHABLE} for one that was never registered, or has left. */
    public Reachability reachability(PeerId peer) {
        PeerSession session = sessions.get(peer);
        if (session != null) {
            return session.reachability();
        }
        return isKnown(peer) ? Reachability.CONNECTING : Reachability.UNREACHABLE;
    }

    private boolean isKnown(PeerId peer) {
        ClusterState state = ledger.state();
        return peer.isShard()
                ? state.shards().containsKey(peer.id())
                : state.nodes().containsKey(peer.id());
    }

    /** A node has registered: shards learn of it, and jobs on it get its new address. */
    public void nodeRegistered(Node node) {
        thread.execute(() -> reachIfThere(node.id()));
        tellShardsOfNode(node.id());
        tellMapsOfNode(node.id());
    }

    /** It may have left since. */
    private void reachIfThere(int id) {
        Node node = ledger.state().nodes().get(id);
        if (node != null) {
            session(PeerId.node(id)).reach(target(node));
        }
    }

    /** A node drains, or does so no more: it learns of it, and so do the jobs on it. */
    public void nodeLifeChanged(int id) {
        post(PeerId.node(id), new Topic.Draining());
        tellMapsOfNode(id);
    }

    /** A node has left for good: it is not spoken to any more, and shards learn of it. */
    public void nodeLeft(int id) {
        thread.execute(() -> endIfGone(PeerId.node(id)));
        tellShardsOfNode(id);
    }

    /** It may have registered anew since. */
    private void endIfGone(PeerId node) {
        if (!isKnown(node)) {
            PeerSession session = sessions.remove(node);
            if (session != null) {
                session.end(hasLeft(node));
            }
        }
    }

    private static String hasLeft(PeerId node) {
        return node + " has left";
    }

    private void tellShardsOfNode(int id) {
        ledger.state().shards().keySet().forEach(shard -> post(PeerId.shard(shard), new Topic.OneNode(id)));
    }

    private void tellMapsOfNode(int id) {
        ledger.state().jobs().values().stream()
                .filter(job -> job.placement().uses(id))
                .forEach(job -> job.placement()
                        .shards()
                        .forEach(shard -> post(PeerId.shard(shard), new Topic.OneJob(job.number()))));
    }

    /** A shard has registered: everybody learns of it. */
    public void shardRegistered(Shard shard) {
        reach(shard);
        peers(ledger.state()).forEach(peer -> post(peer, new Topic.AllShards()));
    }

    private void reach(Shard shard) {
        thread.execute(() -> session(PeerId.shard(shard.id())).reach(target(shard)));
    }

    /**
     * A shard that is none of a running job's is told of it, and may become one of them when it has acknowledged.
     *
     * @return fails if the shard refuses or the job has ended; without a deadline of its own
     */
    public CompletableFuture<Void> jobOffered(long number, int shard) {
        return tell(PeerId.shard(shard), new Topic.OneJob(number)).thenRun(() -> {});
    }

    /** A job has got a shard that knows it already: all its shards learn of that. */
    public void jobSpread(long number) {
        Job job = ledger.state().jobs().get(number);
        if (job != null) {
            job.placement().shards().forEach(shard -> post(PeerId.shard(shard), new Topic.OneJob(number)));
        }
    }

    /**
     * A job was admitted, or its map has changed: its shards and nodes learn of it.
     *
     * @return completes when all its shards have acknowledged; without a deadline of its own
     */
    public CompletableFuture<Void> jobChanged(Job job) {
        job.placement().shares().forEach(share -> post(PeerId.node(share.node()), new Topic.Grant(job.number())));
        return tellShards(job);
    }

    /** As {@link #jobChanged}, for several jobs by number; those that have ended are left out, and nobody waits. */
    public void jobsChanged(List<Long> numbers) {
        Map<Long, Job> jobs = ledger.state().jobs();
        numbers.stream().map(jobs::get).filter(Objects::nonNull).forEach(job -> {
            var _ = jobChanged(job);
        });
    }

    /**
     * A job's quotas are split over its shards in another way: they learn of it.
     *
     * @return completes when all of them have acknowledged; without a deadline of its own
     */
    public CompletableFuture<Void> sharesMoved(Job job) {
        return tellShards(job);
    }

    /**
     * Asks a peer something that needs no repetition.
     *
     * @return fails if the peer is not connected, refuses, or does not answer in time
     */
    public CompletableFuture<Response> ask(PeerId peer, Request question, Duration timeout) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        onSession(peer, answer, session -> session.ask(question, timeout, answer));
        return answer;
    }

    private CompletableFuture<Void> tellShards(Job job) {
        return CompletableFuture.allOf(job.placement().shards().stream()
                .map(shard -> tell(PeerId.shard(shard), new Topic.OneJob(job.number())))
                .toArray(CompletableFuture<?>[]::new));
    }

    /**
     * A job was dropped: everybody learns of it, now or when they are reached again.
     *
     * @return the acknowledgements by peer; without a deadline of their own
     */
    public Map<PeerId, CompletableFuture<Response>> jobDropped(Tombstone tombstone) {
        Map<PeerId, CompletableFuture<Response>> acknowledgements = new LinkedHashMap<>();
        peers(ledger.state()).forEach(peer -> acknowledgements.put(peer, tell(peer, new Topic.Drop(tombstone.job()))));
        return acknowledgements;
    }

    private static List<PeerId> peers(ClusterState state) {
        List<PeerId> peers = new ArrayList<>();
        state.shards().keySet().forEach(shard -> peers.add(PeerId.shard(shard)));
        state.nodes().keySet().forEach(node -> peers.add(PeerId.node(node)));
        return peers;
    }

    private CompletableFuture<Response> tell(PeerId peer, Topic topic) {
        CompletableFuture<Response> acknowledgement = new CompletableFuture<>();
        onSession(peer, acknowledgement, session -> session.tell(topic, List.of(acknowledgement)));
        return acknowledgement;
    }

    /** Tells without anybody waiting for it. */
    private void post(PeerId peer, Topic topic) {
        onSession(peer, new CompletableFuture<>(), session -> session.tell(topic, List.of()));
    }

    /** @param answer fails if the peer is a node that has left */
    private void onSession(PeerId peer, CompletableFuture<Response> answer, Consumer<PeerSession> action) {
        thread.execute(() -> {
            if (peer.isShard() || isKnown(peer)) {
                action.accept(session(peer));
            } else {
                answer.completeExceptionally(new RefusedException(hasLeft(peer)));
            }
        });
    }

    /** On the pusher's thread. */
    private PeerSession session(PeerId peer) {
        return sessions.computeIfAbsent(peer, id -> new PeerSession(id, context));
    }

    private void tick() {
        sessions.values().forEach(this::tick);
    }

    /** One session's fault must not end the ticks of all. */
    private void tick(PeerSession session) {
        try {
            session.tick();
        } catch (RuntimeException e) {
            LOG.error("The tick of a session failed", e);
        }
    }

    private static Target target(Node node) {
        return new Target(PeerId.node(node.id()), node.incarnation(), node.address());
    }

    private static Target target(Shard shard) {
        return new Target(PeerId.shard(shard.id()), shard.logId(), shard.address());
    }

    @Override
    public void close() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        thread.execute(() -> sessions.values().forEach(session -> session.end("the controller stops")));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
