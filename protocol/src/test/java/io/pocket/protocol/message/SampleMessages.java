package io.pocket.protocol.message;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Tier;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.WeightMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One message of every kind, with every field different from its neighbours. */
final class SampleMessages {
    private static final long UPLOAD = UploadId.of(3, 0x1122334455L);
    private static final ChunkId CHUNK = new ChunkId(UPLOAD, 7);
    private static final Mutation MUTATION = new Mutation(UPLOAD, 9, 8, 5);
    private static final ObjectName NAME = ObjectName.of("shuffle/π-7");
    private static final Chunk PIECE = new Chunk(
            4096, 0xdeadbeef, List.of(new Replica(CHUNK, 12, 99), new Replica(new ChunkId(UPLOAD, 8), 13, 98)));
    private static final WeightMap MAP = new WeightMap(
            4,
            List.of(Tier.DRAM, Tier.SSD),
            List.of(
                    new WeightMap.Member(12, 99, Tier.DRAM, 100, "127.0.0.1:7201"),
                    new WeightMap.Member(13, 98, Tier.SSD, 0, "[::1]:7202")));

    private SampleMessages() {}

    static Map<Opcode, Request> requests() {
        Map<Opcode, Request> all = new LinkedHashMap<>();
        for (Request request : List.of(
                new Hello(1, Role.CLIENT, 5, 3, 77, UPLOAD, Bytes.copyOf(new byte[] {1, 2, 3}), "test/1"),
                new Ping(),
                new Batch(2),
                new Commit(MUTATION, NAME, Commit.IF_VERSION, 41, 60_000, 4096, 0, List.of(PIECE)),
                new Lookup(Lookup.AWAIT | Lookup.CLAIM, NAME, 17, MUTATION, 5_000),
                new Stat(NAME),
                new Delete(MUTATION, NAME, 42),
                new Rename(MUTATION, NAME, ObjectName.of("shuffle/b"), true),
                new ListNames(Bytes.utf8("shuffle/"), Bytes.utf8("shuffle/a"), 100),
                new Count(Bytes.utf8("shuffle/")),
                new ClaimEnd(MUTATION, NAME, 55, true),
                new BucketCreate(MUTATION, "shuffle", 3_600_000),
                new BucketDelete(MUTATION, "shuffle"),
                new BucketOpen("shuffle", true),
                new Renew(UPLOAD, 6),
                new WeightMapGet(),
                new AwaitCount(Bytes.utf8("shuffle/"), 250),
                new BucketList("shuffle", 101),
                new Write(CHUNK, 1024, 4096),
                new Read(CHUNK, 512, 2048),
                new Discard(CHUNK),
                new NodeStat(),
                new Frees(12, 99, 1234, 56, 1_000, 128),
                new Audit(12, 99, List.of(CHUNK)),
                new JobPut(21, "sort", 1000, 1 << 20, 50_000, 64, 7_200_000, List.of(3, 4), MAP),
                new NodesPut(List.of(new NodeEntry(12, 99, Tier.DRAM, NodeState.DRAINING, "127.0.0.1:7201"))),
                new ShardsPut(List.of(new ShardEntry(3, 77, 2, "127.0.0.1:7101"))),
                new JobGrant(21, 1 << 20, 1 << 30, 65),
                new DropJob(21, 1_800_000_000L),
                new Drain(true),
                new ShardStat(),
                new JobUsageGet(20, 102),
                new Append(MUTATION, NAME, 8192, Append.LAST | Append.IF_ABSENT, 60_000, List.of(PIECE)),
                new Follow(NAME, Follow.AWAIT, CHUNK, 2))) {
            all.put(request.opcode(), request);
        }
        return all;
    }

    static Map<Opcode, Response> responses() {
        Map<Opcode, Response> all = new LinkedHashMap<>();
        Mutated mutated = new Mutated(43, 1);
        ObjectReply object =
                new ObjectReply(43, 41, 4096, 0xcafe, 1_700_000_000_123L, 59_000, 55, false, List.of(PIECE));
        all.put(Opcode.HELLO, new HelloReply(1, 5, 3, 77, 2, UPLOAD, 60_000, 1 << 22, 4096, 1 << 22, 21, 2, MAP));
        all.put(Opcode.BATCH, new BatchReply(2));
        all.put(Opcode.COMMIT, mutated);
        all.put(Opcode.LOOKUP, object);
        all.put(Opcode.STAT, object);
        all.put(Opcode.DELETE, mutated);
        all.put(Opcode.RENAME, mutated);
        all.put(Opcode.LIST, new ListReply(43, true, List.of(new ListEntry(NAME, 4096, 41, 1_700_000_000_123L))));
        all.put(Opcode.COUNT, new CountReply(43, 3, 12_288));
        all.put(Opcode.CLAIM_END, mutated);
        all.put(Opcode.BUCKET_CREATE, mutated);
        all.put(Opcode.BUCKET_DELETE, mutated);
        all.put(Opcode.BUCKET_OPEN, new BucketReply(43, 3, "127.0.0.1:7101"));
        all.put(Opcode.RENEW, new Renewed(60_000));
        all.put(Opcode.WEIGHT_MAP, new WeightMapReply(MAP));
        all.put(Opcode.AWAIT_COUNT, new CountReply(43, 250, 1_024_000));
        all.put(Opcode.BUCKET_LIST, new BucketListReply(43, true, List.of(new BucketEntry("shuffle", 3))));
        all.put(Opcode.NODE_STAT, new NodeStatReply(1 << 30, 1 << 20, 1000, 500, 3, 2, NodeState.LIVE));
        all.put(Opcode.FREES, new FreesReply(77, 2, 57, List.of(CHUNK), List.of(new Tombstone(20, 1_800_000_000L))));
        all.put(Opcode.AUDIT, new AuditReply(77, 2, Bytes.copyOf(new byte[] {1})));
        all.put(Opcode.DROP_JOB, new DropReply(5, 20_480));
        all.put(Opcode.SHARD_STAT, new ShardStatReply(1, 2, 3, 4, 5, 6, 7, 8));
        all.put(Opcode.JOB_USAGE, new JobUsageReply(true, List.of(new JobUsage(21, 5, 20_480, 1024, 99, 6))));
        all.put(Opcode.APPEND, mutated);
        all.put(Opcode.FOLLOW, new FollowReply(43, 41, 12_288, CHUNK, 3, List.of(PIECE)));
        for (Opcode opcode : List.of(
                Opcode.PING,
                Opcode.WRITE,
                Opcode.READ,
                Opcode.DISCARD,
                Opcode.JOB_PUT,
                Opcode.NODES_PUT,
                Opcode.SHARDS_PUT,
                Opcode.JOB_GRANT,
                Opcode.DRAIN)) {
            all.put(opcode, new Empty());
        }
        return all;
    }

    static ErrorReply error() {
        return new ErrorReply(43, "no object 'shuffle/π-7'");
    }
}
