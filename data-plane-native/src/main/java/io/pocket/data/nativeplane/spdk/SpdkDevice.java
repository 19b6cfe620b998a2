package io.pocket.data.nativeplane.spdk;

import io.pocket.data.jvm.file.FileDevice;
import io.pocket.data.jvm.file.Transfer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A bdev as the owner of a store sees it: transfers go out through one queue pair for each reactor, in turn. All calls on the owner's
 * thread; none waits for the device, but {@link #force} and {@link #close}.
 *
 * <p><strong>Ragged edges.</strong> A write that shares a block with a neighbour goes in steps: its shared blocks are taken, read into scratch
 * memory, merged into the run, and written with it. Meanwhile another write that shares one of them waits.
 */
final class SpdkDevice implements FileDevice {

    private static final int EDGES = 2;

    private final QueueSet queues;
    private final MemorySegment staging;
    private final MemorySegment scratch;
    private final long dataStart;
    private final Transfer[] underWay;
    private final Step[] steps;
    private final SharedBlocks shared = new SharedBlocks();
    private final Deque<Transfer> waitingForBlocks = new ArrayDeque<>();

    /** Where a transfer is. */
    private enum Step {
        READING_HEAD,
        READING_TAIL,
        MOVING
    }

    /**
     * @param staging what transfers name their memory by
     * @param scratch {@link #scratchBytes} of DMA memory
     * @param dataStart where on the device position 0 lies
     */
    SpdkDevice(QueueSet queues, MemorySegment staging, MemorySegment scratch, long dataStart) {
        this.queues = queues;
        this.staging = staging;
        this.scratch = scratch;
        this.dataStart = dataStart;
        underWay = new Transfer[queues.tags()];
        steps = new Step[queues.tags()];
    }

    static long scratchBytes(int tags) {
        return (long) tags * EDGES * SpdkConfig.BLOCK_BYTES;
    }

    @Override
    public void start(Transfer transfer) {
        if (transfer instanceof SpdkWrite write && write.isRagged()) {
            startRagged(write);
        } else {
            move(queues.takeTag(), transfer);
        }
    }

    private void startRagged(SpdkWrite write) {
        if (!shared.take(firstBlock(write), lastBlock(write))) {
            waitingForBlocks.add(write);
            return;
        }
        int tag = queues.takeTag();
        if (write.lead() > 0) {
            readEdge(tag, write, Step.READING_HEAD, firstBlock(write));
        } else {
            readEdge(tag, write, Step.READING_TAIL, lastBlock(write));
        }
    }

    private void readEdge(int tag, SpdkWrite write, Step step, long block) {
        underWay[tag] = write;
        steps[tag] = step;
        queues.submit(
                tag, QueuePair.Operation.READ, edge(tag, step).address(), dataStart + block, SpdkConfig.BLOCK_BYTES);
    }

    private MemorySegment edge(int tag, Step step) {
        long index = (long) tag * EDGES + (step == Step.READING_HEAD ? 0 : 1);
        return scratch.asSlice(index * SpdkConfig.BLOCK_BYTES, SpdkConfig.BLOCK_BYTES);
    }

    private void move(int tag, Transfer transfer) {
        underWay[tag] = transfer;
        steps[tag] = Step.MOVING;
        queues.submit(
                tag,
                transfer.isWrite() ? QueuePair.Operation.WRITE : QueuePair.Operation.READ,
                staging.address() + transfer.staging(),
                dataStart + transfer.position(),
                transfer.remaining());
    }

    private static long firstBlock(Transfer transfer) {
        return transfer.position();
    }

    private static long lastBlock(Transfer transfer) {
        return transfer.position() + transfer.remaining() - SpdkConfig.BLOCK_BYTES;
    }

    @Override
    public void submit() {
        queues.wake();
    }

    @Override
    public int reap(Outcome outcome) {
        int count = 0;
        for (int tag = queues.takeCompletion(); tag != TagRing.NONE; tag = queues.takeCompletion()) {
            count += advance(tag, queues.result(tag), outcome);
        }
        return count;
    }

    /** The answer is how many transfers were told about. */
    private int advance(int tag, int result, Outcome outcome) {
        Transfer transfer = underWay[tag];
        Step step = steps[tag];
        if (result != DeviceStatus.OK || step == Step.MOVING) {
            end(tag, transfer, result, outcome);
            return 1;
        }
        SpdkWrite write = (SpdkWrite) transfer;
        if (step == Step.READING_HEAD) {
            mergeHead(tag, write);
            if (write.tail() > 0 && lastBlock(write) != firstBlock(write)) {
                readEdge(tag, write, Step.READING_TAIL, lastBlock(write));
                return 0;
            }
        } else {
            mergeTail(tag, write, Step.READING_TAIL);
        }
        move(tag, write);
        return 0;
    }

    private void mergeHead(int tag, SpdkWrite write) {
        MemorySegment.copy(edge(tag, Step.READING_HEAD), 0, staging, write.staging(), write.lead());
        if (write.tail() > 0 && lastBlock(write) == firstBlock(write)) {
            mergeTail(tag, write, Step.READING_HEAD);
        }
    }

    private void mergeTail(int tag, SpdkWrite write, Step from) {
        long lastRun = write.staging() + (long) write.remaining() - SpdkConfig.BLOCK_BYTES;
        MemorySegment.copy(
                edge(tag, from), write.tail(), staging, lastRun + write.tail(), SpdkConfig.BLOCK_BYTES - write.tail());
    }

    private void end(int tag, Transfer transfer, int result, Outcome outcome) {
        underWay[tag] = null;
        queues.giveTagBack(tag);
        if (transfer instanceof SpdkWrite write && write.isRagged()) {
            shared.giveBack(firstBlock(write), lastBlock(write));
            startThoseThatWaited();
        }
        if (result == DeviceStatus.OK) {
            outcome.moved(transfer, transfer.remaining());
        } else {
            outcome.failed(transfer, DeviceStatus.failure(result));
        }
    }

    /** In order of arrival; those that still cannot, wait on. */
    private void startThoseThatWaited() {
        for (int left = waitingForBlocks.size(); left > 0; left--) {
            startRagged((SpdkWrite) waitingForBlocks.poll());
        }
    }

    @Override
    public void force() throws IOException {
        queues.flush();
    }

    /** Nothing is under way. */
    @Override
    public void close() {
        queues.close();
    }
}
