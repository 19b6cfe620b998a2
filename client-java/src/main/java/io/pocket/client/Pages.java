package io.pocket.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Walks over a list that a shard gives page by page, each fetched when it is needed. */
final class Pages<T> implements Iterator<T> {
    private final Source<T> source;
    private Page<T> page = new Page<>(List.of(), true);
    private T last;
    private int next;

    /** Part of a list. */
    static final class Page<T> {
        private final List<T> items;
        private final boolean more;

        /** @param more there are items after the last of these */
        Page(List<T> items, boolean more) {
            this.items = items;
            this.more = more;
        }
    }

    /** Where pages come from. */
    interface Source<T> {
        /** Fetches the page after an item; the first one after null. */
        Page<T> after(T item);
    }

    Pages(Source<T> source) {
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        while (next == page.items.size() && page.more) {
            fetch();
        }
        return next < page.items.size();
    }

    private void fetch() {
        Page<T> fetched = source.after(last);
        // An empty page that promises more would be asked for without end.
        page = new Page<>(fetched.items, fetched.more && !fetched.items.isEmpty());
        next = 0;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more");
        }
        last = page.items.get(next++);
        return last;
    }
}
