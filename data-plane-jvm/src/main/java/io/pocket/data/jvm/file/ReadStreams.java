package io.pocket.data.jvm.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who reads along the disk. A read that begins where another ended, or a little further, carries its stream on; from the
 * third on, a stream has bytes read ahead, more each time up to its share of the room. So reads at random cause nothing.
 */
final class ReadStreams {

    private static final int STREAMS_MAX = 32;
    private static final int STEADY_READS = 3;
    private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();

    /** How far from the expected place a read still belongs to a stream: several under way may come out of order. */
    private static final long SLACK_BYTES = 256 << 10;

    private static final long WINDOW_BYTES_MIN = 256 << 10;
    private static final long WINDOW_BYTES_MAX = 8 << 20;

    private final long roomBytes;
    private final List<Stream> streams = new ArrayList<>();

    /** @param roomBytes memory for what is read ahead in all streams, 0 for none */
    ReadStreams(long roomBytes) {
        this.roomBytes = roomBytes;
    }

    /** Reads one after the other along the disk. */
    static final class Stream {

        private long next;
        private long aheadUntil;
        private long windowBytes;
        private long lastNanos;
        private int reads;

        /** Where the bytes begin that are worth being read ahead now. */
        long aheadFrom() {
            return Math.max(next, aheadUntil);
        }

        /** Where they end: not after {@link #aheadFrom} if there are none. */
        long aheadUntil() {
            boolean enoughIsThere = aheadUntil - next >= windowBytes / 2;
            return windowBytes == 0 || enoughIsThere ? aheadUntil : next + windowBytes;
        }

        /** So far it is being read ahead now. */
        void aheadUntil(long until) {
            aheadUntil = until;
        }
    }

    /**
     * Notes a read of whole blocks.
     *
     * @param found whether all of it was there or on its way already
     * @return the stream that it carries on, or begins
     */
    Stream follow(long from, long until, boolean found, long nowNanos) {
        streams.removeIf(stream -> nowNanos - stream.lastNanos > IDLE_NANOS);
        Stream stream = streamAt(from);
        if (!found) {
            // What had been read ahead was dropped, or never reached this far.
            stream.aheadUntil = until;
        }
        stream.next = Math.max(stream.next, until);
        stream.lastNanos = nowNanos;
        stream.reads++;
        if (stream.reads >= STEADY_READS) {
            stream.windowBytes = Math.min(shareBytes(), Math.max(WINDOW_BYTES_MIN, widened(stream)));
        }
        return stream;
    }

    private static long widened(Stream stream) {
        boolean used = stream.aheadUntil - stream.next < stream.windowBytes / 2;
        return used ? 2 * stream.windowBytes : stream.windowBytes;
    }

    private long shareBytes() {
        long steady =
                streams.stream().filter(stream -> stream.reads >= STEADY_READS).count();
        return ReadSegment.down(Math.min(WINDOW_BYTES_MAX, roomBytes / Math.max(2, steady)));
    }

    private Stream streamAt(long from) {
        for (Stream stream : streams) {
            if (Math.abs(from - stream.next) <= SLACK_BYTES) {
                return stream;
            }
        }
        if (streams.size() == STREAMS_MAX) {
            streams.remove(longestIdle());
        }
        Stream begun = new Stream();
        begun.next = from;
        begun.aheadUntil = from;
        streams.add(begun);
        return begun;
    }

    private Stream longestIdle() {
        Stream longest = streams.getFirst();
        for (Stream stream : streams) {
            longest = stream.lastNanos - longest.lastNanos < 0 ? stream : longest;
        }
        return longest;
    }
}
