package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pocket.data.memory.HeapChunkStore;
import io.pocket.data.memory.HeapIndexLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkIndexTest {

    private static final int UNIT = 1024;
    private static final int SLOTS = 200;
    private static final long UPLOAD = 5;
    private static final long JOB = 3;

    private final HeapIndexLog log = new HeapIndexLog(SLOTS, 1);
    private HeapChunkStore store = new HeapChunkStore(1 << 20, UNIT);
    private ChunkIndex index = new ChunkIndex(store, log, 99, 0);

    @Test
    void shouldFindWhatWasAddedByItsWholeNumber() {
        int slot = index.add(JOB, UPLOAD, 1, 5_000, 17);
        assertThat(index.find(UPLOAD, 1)).isEqualTo(slot);
        assertThat(index.find(UPLOAD, 2)).isEqualTo(ChunkIndex.NONE);
        assertThat(index.find(UPLOAD + 1, 1)).isEqualTo(ChunkIndex.NONE);
        assertThat(index.state(slot)).isEqualTo(ChunkState.PENDING);
        assertThat(index.createdNanos(slot)).isEqualTo(17);
        assertThat(index.lengthBytes(slot)).isEqualTo(5_000);
        assertThat(index.job(slot)).isEqualTo(JOB);
    }

    @Test
    void shouldChargeTheJobWithWholeUnits() {
        index.grant(JOB, 4 * UNIT, 0);
        int slot = index.add(JOB, UPLOAD, 1, 5_000, 0);
        assertThat(index.account(JOB).usedBytes()).isEqualTo(5 * UNIT);
        assertThat(index.account(JOB).sharedBytes()).isEqualTo(UNIT);
        assertThat(index.sharedUsedBytes()).isEqualTo(UNIT);
        index.grant(JOB, 8 * UNIT, 0);
        assertThat(index.sharedUsedBytes()).isZero();
        assertThat(index.guaranteedBytes()).isEqualTo(8 * UNIT);
        index.remove(slot);
        index.grant(JOB, 0, 0);
        assertThat(index.account(JOB)).isNull();
        assertThat(index.guaranteedBytes()).isZero();
    }

    @Test
    void shouldForgetTheNumberAtOnceAndTheSpaceLater() {
        int slot = index.add(JOB, UPLOAD, 1, 5_000, 0);
        index.pin(slot);
        index.remove(slot);
        assertThat(index.find(UPLOAD, 1)).isEqualTo(ChunkIndex.NONE);
        assertThat(index.state(slot)).isEqualTo(ChunkState.FREED);
        assertThat(store.usedBytes()).isEqualTo(5 * UNIT);
        index.unpin(slot);
        index.releaseSpace(slot);
        assertThat(store.usedBytes()).isZero();
        assertThat(index.state(slot)).isEqualTo(ChunkState.ABSENT);
        assertThat(index.add(JOB, UPLOAD, 2, 1, 0)).isEqualTo(slot);
    }

    @Test
    void shouldNotReuseASlotThatIsPinned() {
        int slot = index.add(JOB, UPLOAD, 1, 5_000, 0);
        index.pin(slot);
        index.remove(slot);
        index.releaseSpace(slot);
        assertThat(store.usedBytes()).isZero();
        assertThat(index.add(JOB, UPLOAD, 2, 1, 0)).isNotEqualTo(slot);
        index.unpin(slot);
        index.releaseSpace(slot);
        assertThat(index.state(slot)).isEqualTo(ChunkState.ABSENT);
    }

    @Test
    void shouldBeFullWhenSlotsOrBytesAreUsedUp() {
        for (int i = 0; i < SLOTS; i++) {
            assertThat(index.add(JOB, UPLOAD, i, 1, 0)).isEqualTo(i);
        }
        assertThat(index.add(JOB, UPLOAD, SLOTS, 1, 0)).isEqualTo(ChunkIndex.NONE);
        int slot = index.find(UPLOAD, 100);
        index.remove(slot);
        index.releaseSpace(slot);
        assertThat(index.add(JOB, UPLOAD, SLOTS, 2 << 20, 0)).isEqualTo(ChunkIndex.NONE);
        assertThat(index.add(JOB, UPLOAD, SLOTS, 1, 0)).isEqualTo(slot);
    }

    @Test
    void shouldKnowWhichPartsHaveArrived() {
        int slot = index.add(JOB, UPLOAD, 1, 100, 0);
        assertThat(index.isBlank(slot)).isTrue();
        assertThat(index.received(slot, 50, 100)).isTrue();
        assertThat(index.isBlank(slot)).isFalse();
        assertThat(index.hasReceived(slot, 50, 60)).isTrue();
        assertThat(index.hasReceived(slot, 0, 100)).isFalse();
        assertThat(index.received(slot, 0, 50)).isTrue();
        assertThat(index.hasReceived(slot, 0, 100)).isTrue();
        index.complete(slot);
        assertThat(index.hasReceived(slot, 0, 100)).isTrue();
        assertThat(index.pendingBytes()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> index.complete(slot));
    }

    @Test
    void shouldVisitAllChunksOfAJobAndNoOther() {
        for (int i = 0; i < 30; i++) {
            index.add(i % 3, UPLOAD, i, 10, 0);
        }
        Set<Integer> removed = new HashSet<>();
        for (int slot = index.anyOf(1); slot != ChunkIndex.NONE; slot = index.anyOf(1)) {
            removed.add(index.sequence(slot));
            index.remove(slot);
            index.releaseSpace(slot);
        }
        assertThat(removed).hasSize(10).allMatch(sequence -> sequence % 3 == 1);
        assertThat(index.chunks()).isEqualTo(20);
        assertThat(index.jobs()).isEqualTo(2);
    }

    @Test
    void shouldRecoverCompleteChunksAndDropPendingOnes() {
        int complete = index.add(JOB, UPLOAD, 1, 3 * UNIT, 0);
        index.add(JOB, UPLOAD, 2, UNIT, 0);
        int freed = index.add(JOB, UPLOAD, 3, UNIT, 0);
        int last = index.add(JOB, UPLOAD, 4, UNIT, 0);
        index.complete(complete);
        index.complete(freed);
        index.complete(last);
        index.pin(freed);
        index.remove(freed);
        recover();
        assertThat(index.chunks()).isEqualTo(2);
        assertThat(index.pendingBytes()).isZero();
        assertThat(store.usedBytes()).isEqualTo(4 * UNIT);
        assertThat(index.state(index.find(UPLOAD, 1))).isEqualTo(ChunkState.COMPLETE);
        assertThat(index.extent(index.find(UPLOAD, 4))).isEqualTo(5 * UNIT);
        assertThat(index.account(JOB).chunks()).isEqualTo(2);
        assertThat(index.add(JOB, UPLOAD, 5, 1, 0)).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithAMapThroughRandomChanges() {
        Random random = new Random(11);
        Map<Integer, Integer> model = new HashMap<>();
        for (int step = 0; step < 30_000; step++) {
            int sequence = random.nextInt(400);
            Integer expected = model.get(sequence);
            assertThat(index.find(UPLOAD, sequence)).isEqualTo(expected == null ? ChunkIndex.NONE : expected);
            if (expected != null) {
                index.remove(expected);
                index.releaseSpace(expected);
                model.remove(sequence);
            } else if (model.size() < SLOTS) {
                int slot = index.add(JOB, UPLOAD, sequence, 1 + random.nextInt(3 * UNIT), 0);
                index.complete(slot);
                model.put(sequence, slot);
            }
            if (step % 5_000 == 0) {
                recover();
            }
        }
        assertThat(index.chunks()).isEqualTo(model.size());
    }

    private void recover() {
        store = store.afterCrash();
        index = new ChunkIndex(store, log, 100, 0);
    }
}
