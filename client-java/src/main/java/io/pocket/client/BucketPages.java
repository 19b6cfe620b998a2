package io.pocket.client;

import io.pocket.protocol.message.BucketEntry;
import io.pocket.protocol.message.BucketListReply;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Walks over the buckets of a job, one page at a time, each fetched when it is needed. */
final class BucketPages implements Iterator<String> {
    private final Function<String, BucketListReply> pageAfter;
    private String cursor = "";
    private List<BucketEntry> page = List.of();
    private int next;
    private boolean more = true;

    /** @param pageAfter fetches the page after a bucket */
    BucketPages(Function<String, BucketListReply> pageAfter) {
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
        BucketListReply reply = pageAfter.apply(cursor);
        page = reply.buckets();
        next = 0;
        more = reply.more() && !page.isEmpty();
        if (!page.isEmpty()) {
            cursor = page.get(page.size() - 1).bucket();
        }
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more buckets");
        }
        return page.get(next++).bucket();
    }
}
