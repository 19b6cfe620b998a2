package io.pocket.metadata.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardHarness.Peer;
import io.pocket.metadata.core.ShardHarness.SlowSnapshot;
import io.pocket.metadata.record.DeletedObjectImage;
import io.pocket.metadata.record.FreeQueueImage;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.metadata.record.UploadImage;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.BucketDelete;
import io.pocket.protocol.message.ClaimEnd;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Delete;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.Frees;
import io.pocket.protocol.message.FreesReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Rename;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots written while the state changes: what is recovered from one and the log behind it is the state as it is. */
class SlowSnapshotTest {
    private static final int STEPS = 4_000;
    private static final int NAMES = 60;

    private final ShardHarness shard = new ShardHarness();
    private final List<Peer> clients = new ArrayList<>();
    private int sequence;
    private FreesReply frees;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldRecoverWhateverChangedMeanwhile(long seed) throws IOException {
        Random random = new Random(seed);
        clients.add(shard.client());
        SlowSnapshot snapshot = null;
        int taken = 0;
        for (int step = 0; step < STEPS; step++) {
            act(random);
            if (snapshot == null && random.nextInt(40) == 0) {
                snapshot = shard.beginSnapshot();
            } else if (snapshot != null && snapshot.writeSome(random.nextInt(4))) {
                assertThat(describe(snapshot.recover())).isEqualTo(describe(shard.state()));
                snapshot = null;
                taken++;
            }
        }
        assertThat(taken).isGreaterThan(10);
    }

    private void act(Random random) {
        Peer client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5 -> client.ask(chunked(client, name(random), random.nextInt(3) == 0 ? 50 : 0));
            case 6, 7, 8 -> client.putInline(name(random), "bytes " + random.nextInt(), 0);
            case 9, 10, 11 -> client.ask(new Delete(client.nextMutation(), objectName(random), 0));
            case 12, 13 -> client.ask(new Rename(client.nextMutation(), objectName(random), objectName(random), false));
            case 14, 15 -> claim(client, random);
            case 16 -> client.ask(new BucketDelete(client.nextMutation(), "b" + random.nextInt(3)));
            case 17 -> stream(client, random);
            case 18 -> shard.pass(random.nextInt(30));
            case 19 -> acknowledgeFrees();
            case 20 -> clients.add(shard.client());
            case 21 -> endSession(random);
            default -> shard.endIteration();
        }
    }

    private static String name(Random random) {
        int number = random.nextInt(NAMES);
        return "b" + number % 3 + "/object-" + number;
    }

    private static ObjectName objectName(Random random) {
        return ObjectName.of(name(random));
    }

    private Commit chunked(Peer client, String name, long ttlMillis) {
        return new Commit(
                client.nextMutation(),
                ObjectName.of(name),
                0,
                0,
                ttlMillis,
                10_000,
                0,
                List.of(client.chunk(++sequence), client.chunk(++sequence)));
    }

    private static void claim(Peer client, Random random) {
        ObjectName name = objectName(random);
        var answer = client.ask(new Lookup(Lookup.CLAIM, name, 0, client.nextMutation(), 1000));
        if (answer.status() == Status.OK && random.nextBoolean()) {
            long claim = ((ObjectReply) answer.body()).claimId();
            client.ask(new ClaimEnd(client.nextMutation(), name, claim, random.nextBoolean()));
        }
    }

    private void stream(Peer client, Random random) {
        ObjectName name = objectName(random);
        int flags = random.nextInt(3) == 0 ? Append.LAST : 0;
        client.ask(new Append(client.nextMutation(), name, 0, flags, 0, List.of(client.chunk(++sequence))));
    }

    private void acknowledgeFrees() {
        Peer node = shard.connect(Role.NODE, ShardHarness.NODE);
        long upTo = frees == null ? 0 : frees.upTo();
        var answer = node.ask(new Frees(ShardHarness.NODE, ShardHarness.INCARNATION, ShardHarness.LOG, upTo, 0, 20));
        frees = answer == null ? null : (FreesReply) answer.body();
        node.disconnect();
    }

    private void endSession(Random random) {
        if (clients.size() > 3) {
            clients.remove(random.nextInt(clients.size())).disconnect();
            shard.pass(ShardHarness.LEASE_MILLIS / 2);
            clients.forEach(client -> client.ok(new io.pocket.protocol.message.Ping()));
            shard.pass(ShardHarness.LEASE_MILLIS / 2 + 1);
        }
    }

    @Test
    void shouldKeepADroppedJobThatWasThereWhenItBegan() throws IOException {
        Peer client = shard.client();
        fill(client, "b", 20);
        SlowSnapshot snapshot = shard.beginSnapshot();

        shard.connect(Role.CONTROLLER, 1).ok(new DropJob(ShardHarness.JOB, Long.MAX_VALUE));
        while (shard.core().hasGarbage()) {
            shard.pass(1);
            snapshot.writeSome(1);
        }
        finish(snapshot);

        assertThat(describe(snapshot.recover())).isEqualTo(describe(shard.state()));
    }

    @Test
    void shouldGoOnFreeingALargeDeletedBucketAfterARestart() throws IOException {
        Peer client = shard.client();
        fill(client, "b", 1_500);
        client.ok(new BucketDelete(client.nextMutation(), "b"));
        assertThat(shard.core().hasGarbage()).isTrue();
        assertThat(shard.core().statistics().pendingFrees()).isEqualTo(1_000);

        shard.restartFromSnapshot();
        while (shard.core().hasGarbage()) {
            shard.pass(1);
        }

        assertThat(shard.core().statistics().pendingFrees()).isEqualTo(1_500);
        shard.restart();
        assertThat(shard.core().statistics().pendingFrees()).isEqualTo(1_500);
        assertThat(shard.state().table().heap().slots()).isZero();
    }

    @Test
    void shouldWriteALargeDeletedBucketWhileItIsFreed() throws IOException {
        Peer client = shard.client();
        fill(client, "b", 1_500);
        client.ok(new BucketDelete(client.nextMutation(), "b"));
        fill(client, "b", 3);
        SlowSnapshot snapshot = shard.beginSnapshot();
        snapshot.writeSome(100);
        shard.pass(1);
        snapshot.writeSome(10);
        shard.pass(1);
        finish(snapshot);
        ShardState recovered = snapshot.recover();
        assertThat(describe(recovered)).isEqualTo(describe(shard.state()));

        recovered.garbage().collectDeleted(2_000);
        while (shard.core().hasGarbage()) {
            shard.pass(1);
        }

        assertThat(frees(recovered)).isEqualTo(frees(shard.state())).hasSize(1_500);
    }

    private static List<String> frees(ShardState state) throws IOException {
        return describe(state).lines().filter(line -> line.startsWith("free ")).toList();
    }

    @Test
    void shouldMarkAllAfterAFailureSoThatTheNextOneIsWhole() throws IOException {
        Peer client = shard.client();
        fill(client, "b", 50);
        int[] left = {20};
        SnapshotWriter failing = new SnapshotWriter(shard.state(), new ShardRules(), (record, payload) -> {
            if (--left[0] < 0) {
                throw new IOException("the medium is full");
            }
        });
        failing.begin();
        failing.writeSome(10);
        client.ok(new BucketDelete(client.nextMutation(), "b"));
        fill(client, "c", 50);
        boolean done = failing.writeSome(Integer.MAX_VALUE);

        assertThat(done).isTrue();
        assertThat(failing.failure()).hasMessage("the medium is full");
        SlowSnapshot next = shard.beginSnapshot();
        finish(next);
        assertThat(describe(next.recover())).isEqualTo(describe(shard.state()));
    }

    /** Whatever the cause: without one of its records a snapshot must not be taken for whole, and changes must not end half-way. */
    @Test
    void shouldFailAsAWholeWhenARecordCannotBeWritten() {
        Peer client = shard.client();
        fill(client, "b", 3);
        SnapshotWriter failing = new SnapshotWriter(shard.state(), new ShardRules(), (record, payload) -> {
            if (record instanceof UploadImage) {
                throw new IllegalArgumentException("too long");
            }
        });
        failing.begin();

        client.ok(new Delete(client.nextMutation(), ObjectName.of("b/1"), 0));

        assertThat(failing.failure()).hasMessageContaining("too long");
        assertThat(failing.writeSome(Integer.MAX_VALUE)).isTrue();
    }

    private void fill(Peer client, String bucket, int objects) {
        for (int i = 0; i < objects; i++) {
            client.ok(new Commit(
                    client.nextMutation(),
                    ObjectName.of(bucket + "/" + i),
                    0,
                    0,
                    i % 2 == 0 ? 1_000_000 : 0,
                    5000,
                    0,
                    List.of(client.chunk(++sequence))));
        }
    }

    private static void finish(SlowSnapshot snapshot) {
        while (!snapshot.writeSome(7)) {
            // It goes on where it was.
        }
    }

    /** The state as text, in an order that does not depend on how it came about. */
    private static String describe(ShardState state) throws IOException {
        List<String> lines = new ArrayList<>();
        new SnapshotWriter(state, new ShardRules(), (record, payload) -> lines.addAll(lines(record, payload))).write();
        UnaryOperator<List<String>> sorted = all -> all.stream().sorted().toList();
        return String.join("\n", sorted.apply(lines));
    }

    private static List<String> lines(ShardRecord record, ByteBuffer payload) {
        return switch (record) {
            case FreeQueueImage(int node, long incarnation, long first, var chunks) -> {
                List<String> frees = new ArrayList<>(List.of("queue of " + node + " " + incarnation));
                for (int i = 0; i < chunks.size(); i++) {
                    frees.add("free " + String.format("%09d", first + i) + " " + chunks.get(i));
                }
                yield frees;
            }
            case UploadImage it ->
                List.of(it.upload() + " " + it.job() + " " + it.expired() + " " + it.chunkFloor() + " "
                        + it.acknowledgedBelow() + " " + it.committed() + " "
                        + it.results().stream()
                                .sorted(Comparator.comparingInt(result -> result.sequence()))
                                .toList());
            case DeletedObjectImage it ->
                List.of("deleted at " + it.deletedAt() + " " + it.name() + " "
                        + it.object().chunks());
            default -> List.of(record + (payload == null ? "" : " " + hash(payload)));
        };
    }

    private static int hash(ByteBuffer payload) {
        return payload.duplicate().hashCode();
    }
}
