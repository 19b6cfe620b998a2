package io.pocket.data.jvm.file;

import io.pocket.data.Admission;
import io.pocket.data.ChunkRead;
import io.pocket.data.ChunkWrite;
import io.pocket.data.MediumFullException;
import io.pocket.data.RecordedCompletion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills a small file system through a store whose file is larger than it, makes room, and goes on; looks at all that was
 * stored. Arguments: a folder of that file system, and whether to use io_uring.
 */
final class FullDiskMain {

    static final int CHUNK_BYTES = 256 << 10;

    private static final long FILE_BYTES = 64 << 20;
    private static final int BALLAST_BYTES = 2 << 20;
    private static final long PAUSE_NANOS = 100_000;
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    private final FileChunkStore store;
    private final List<Long> stored = new ArrayList<>();

    private FullDiskMain(FileChunkStore store) {
        this.store = store;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path ballast = Files.write(folder.resolve("ballast"), new byte[BALLAST_BYTES]);
        Path file = folder.resolve("chunks");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(FILE_BYTES);
        }
        FileStoreOptions usual = FileStoreOptions.defaults();
        FileStoreOptions options =
                new FileStoreOptions(8, 16 << 20, usual.transferTimeout(), Boolean.parseBoolean(arguments[1]), true);
        try (FileChunkStore store = FileChunkStore.open(file, FILE_BYTES, options)) {
            FullDiskMain disk = new FullDiskMain(store);
            int before = disk.writeUntilFull();
            Files.delete(ballast);
            int after = disk.writeUntilFull();
            disk.verify();
            System.out.println("before " + before + " after " + after + " by "
                    + store.path().engine() + " full " + store.figures().fullFailures());
        }
    }

    private int writeUntilFull() throws IOException {
        int count = 0;
        while (true) {
            long extent = store.allocate(CHUNK_BYTES);
            ChunkWrite write = store.newWrite();
            require(write.begin(extent, CHUNK_BYTES, 0, CHUNK_BYTES));
            write.target().put(content(extent));
            RecordedCompletion completion = new RecordedCompletion();
            write.submit(completion);
            await(completion);
            if (completion.failure() instanceof MediumFullException) {
                store.free(extent, CHUNK_BYTES);
                return count;
            }
            completion.requireCompletedOnce();
            stored.add(extent);
            count++;
        }
    }

    private void verify() throws IOException {
        for (long extent : stored) {
            ChunkRead read = store.newRead();
            RecordedCompletion completion = new RecordedCompletion();
            require(read.begin(extent, 0, CHUNK_BYTES, completion));
            await(completion);
            completion.requireCompletedOnce();
            if (!read.piece(0).equals(ByteBuffer.wrap(content(extent)))) {
                throw new IOException("the chunk at " + extent + " has other bytes");
            }
            read.release();
        }
    }

    private static byte[] content(long extent) {
        byte[] bytes = new byte[CHUNK_BYTES];
        Arrays.fill(bytes, (byte) (1 + extent / CHUNK_BYTES));
        return bytes;
    }

    private static void require(Admission admission) throws IOException {
        if (admission != Admission.ACCEPTED) {
            throw new IOException("the store is busy with nothing");
        }
    }

    private void await(RecordedCompletion completion) throws IOException {
        long start = System.nanoTime();
        while (completion.calls() == 0) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new IOException("the transfer did not end");
            }
            if (store.poll() == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
