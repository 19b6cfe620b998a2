package io.pocket.client;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.message.ListEntry;
import io.pocket.protocol.message.ListReply;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Walks over the names of a prefix, one page at a time, each fetched when it is needed. */
final class ObjectPages implements Iterator<ObjectInfo> {
    private final Function<Bytes, ListReply> pageAfter;
    private Bytes cursor = Bytes.EMPTY;
    private List<ListEntry> page = List.of();
    private int next;
    private boolean more = true;

    /** @param pageAfter fetches the page after a cursor */
    ObjectPages(Function<Bytes, ListReply> pageAfter) {
        this.pageAfter = pageAfter;
    }

    @Override
    public boolean hasNext() {
        while (next == page.size() && more) {
            fetch();
        }
        return next < page.size();
    }

    private void fetch() {
        ListReply reply = pageAfter.apply(cursor);
        page = reply.entries();
        next = 0;
        more = reply.more() && !page.isEmpty();
        if (!page.isEmpty()) {
            cursor = Bytes.wrap(page.get(page.size() - 1).name().toBytes());
        }
    }

    @Override
    public ObjectInfo next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more names");
        }
        ListEntry entry = page.get(next++);
        return new ObjectInfo(
                entry.name().toString(),
                entry.sizeBytes(),
                entry.version(),
                Instant.ofEpochMilli(entry.createdAtMillis()));
    }
}
