package io.pocket.data.jvm.file;

import java.util.ArrayList;
import java.util.List;

/**
 * What elevator order can give: a head that always knows all waiting requests and serves the next one upwards, or the
 * lowest. Shares no code with the store.
 */
final class IdealElevator {

    private final long[] places;
    private final int blocksBytes;
    private long nanos;
    private long travelBytes;

    /**
     * @param places where the requests begin, in the order in which they come
     * @param blocksBytes length of each
     * @param underWay how many wait at a time: as one is served, the next one comes
     */
    IdealElevator(long[] places, int blocksBytes, int underWay) {
        this.places = places;
        this.blocksBytes = blocksBytes;
        serve(underWay);
    }

    private void serve(int underWay) {
        List<Long> waiting = new ArrayList<>();
        int come = 0;
        long head = 0;
        for (int served = 0; served < places.length; served++) {
            while (come < places.length && waiting.size() < underWay) {
                waiting.add(places[come++]);
            }
            Long next = nextUpwards(waiting, head);
            waiting.remove(next);
            if (next != head) {
                nanos += SimulatedDisk.SEEK_NANOS;
                travelBytes += Math.abs(next - head);
            }
            nanos += SimulatedDisk.transferNanos(blocksBytes);
            head = next + blocksBytes;
        }
    }

    private static Long nextUpwards(List<Long> waiting, long head) {
        Long lowest = null;
        Long ahead = null;
        for (Long place : waiting) {
            lowest = lowest == null || place < lowest ? place : lowest;
            ahead = place >= head && (ahead == null || place < ahead) ? place : ahead;
        }
        return ahead == null ? lowest : ahead;
    }

    /** Time to serve all. */
    long nanos() {
        return nanos;
    }

    /** Sum of the distances of all seeks. */
    long travelBytes() {
        return travelBytes;
    }
}
