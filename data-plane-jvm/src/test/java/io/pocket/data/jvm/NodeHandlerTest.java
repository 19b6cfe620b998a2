package io.pocket.data.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.NodeConfig;
import io.pocket.data.NodeCore;
import io.pocket.data.ShardPort;
import io.pocket.data.SlabChunkStore;
import io.pocket.data.memory.HeapCounters;
import io.pocket.data.memory.HeapIndexLog;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.token.TokenException;
import io.pocket.server.EventLoopChoice;
import io.pocket.server.EventLoopPreference;
import io.pocket.server.EventLoops;
import io.pocket.server.FrameLoop;
import io.pocket.server.health.LoopHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHandlerTest {

    @Test
    void shouldTickOnWhenTheMediumFails(@TempDir Path folder) throws Exception {
        FailsToPoll store = new FailsToPoll();
        NodeCore.Parts parts = new NodeCore.Parts(
                store,
                new HeapIndexLog(10, 1),
                (token, now) -> {
                    throw new TokenException("nobody comes");
                },
                new HeapCounters(),
                new NoShards());
        try (DataDirectory directory = DataDirectory.open(folder);
                EventLoops loops =
                        EventLoops.start(EventLoopChoice.choose(EventLoopPreference.NIO), Duration.ZERO, 1, "test")) {
            FrameLoop loop = loops.loop(0);
            NodeHandler handler = new NodeHandler(loop, InstantSource.system());
            ClusterKnowledge knowledge = new ClusterKnowledge(1, "key", List.of(), List.of(), List.of(), false);
            new LoopCalls(loop).run("serving", () -> {
                NodeCore core = new NodeCore(NodeConfig.defaults(1), parts, 1, System.nanoTime(), 1_000);
                handler.serve(core, store, new KnowledgeKeeper(directory, knowledge), new LoopHealth());
            });
            assertThat(store.polls.await(10, TimeUnit.SECONDS))
                    .as("three ticks")
                    .isTrue();
            new LoopCalls(loop).run("stopping", handler::stop);
        }
    }

    private static final class FailsToPoll extends SlabChunkStore {

        private final CountDownLatch polls = new CountDownLatch(3);

        FailsToPoll() {
            super(1 << 20, 4096);
        }

        @Override
        public int poll() {
            polls.countDown();
            throw new IllegalStateException("the medium is gone");
        }

        @Override
        public ChunkWrite newWrite() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChunkRead newRead() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class NoShards implements ShardPort {

        @Override
        public void shards(List<ShardEntry> shards) {
            // None are told.
        }

        @Override
        public void send(int shardId, Request request) {
            throw new AssertionError("no shard is connected");
        }
    }
}
