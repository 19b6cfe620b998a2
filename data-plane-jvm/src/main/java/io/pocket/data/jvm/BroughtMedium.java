package io.pocket.data.jvm;

import io.pocket.data.ChunkStore;
import io.prometheus.client.Collector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A medium that another module brings into the node: SPDK's devices, say. The node keeps the index of its chunks, and what else it remembers,
 * in its data directory; the medium keeps their bytes elsewhere, and says whether they are the ones that the directory is about.
 *
 * <p>Opened once, by the thread that starts the node; closed after its store.
 */
public interface BroughtMedium extends AutoCloseable {

    /**
     * What was opened.
     *
     * @param store with extents in units of {@code unitBytes}
     * @param isFormer whether it holds the bytes that a node with this data directory put there before; if not, that node's index is
     *     dropped, and the node begins with a new incarnation
     * @param metrics its figures
     */
    record Opened(ChunkStore store, int unitBytes, boolean isFormer, List<Collector> metrics) {}

    /**
     * Opens the store.
     *
     * @param folder the data directory; the medium may keep files of its own there
     * @param capacityBytes room for chunks
     * @throws IOException if it cannot, or the medium belongs to somebody else; the message says what to do. Nothing is left open then
     */
    Opened open(Path folder, long capacityBytes) throws IOException;

    /** The most memory that it takes outside of the heap, by a short name, in bytes. */
    Map<String, Long> memoryBytes();

    @Override
    void close();
}
