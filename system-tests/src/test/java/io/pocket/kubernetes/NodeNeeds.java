package io.pocket.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.pocket.protocol.Tier;
import io.pocket.server.options.DataSizeConverter;
import java.util.Map;

/** Heap and room that a node wants for its configuration, as it reckons itself at its start. */
record NodeNeeds(Tier tier, long capacityBytes, long chunksMax) {

    private static final long MIB = 1L << 20;
    private static final long HEAP_BESIDE_TABLES = 24 * MIB;
    private static final long SMALLEST_CHUNK = 4096;
    private static final long INDEX_SLOT = 64;

    /** Files beside chunks and index. */
    private static final long FILES_BYTES = MIB;

    static NodeNeeds of(Container node) {
        Map<String, String> environment = Workload.environment(node);
        Tier tier = Tier.ofLabel(environment.get("POCKET_NODE_TIER"));
        long capacity = new DataSizeConverter().convert(environment.get("POCKET_NODE_CAPACITY"));
        long chunks = Long.parseLong(
                environment.getOrDefault("POCKET_NODE_MAX_CHUNKS", Long.toString(capacity / SMALLEST_CHUNK)));
        return new NodeNeeds(tier, capacity, chunks);
    }

    /** See {@code NodeSettings.tableBytesMax}. */
    long heapBytes() {
        int unitBytes = tier == Tier.DRAM ? 1024 : 4096;
        long space = tier == Tier.HDD ? chunksMax * 30 : capacityBytes / unitBytes * 12;
        return space + chunksMax * 80 + HEAP_BESIDE_TABLES;
    }

    /** What lies in the data folder. */
    long folderBytes(boolean holdsChunks) {
        return (holdsChunks ? capacityBytes : 0) + chunksMax * INDEX_SLOT + FILES_BYTES;
    }
}
