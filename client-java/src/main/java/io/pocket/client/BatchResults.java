package io.pocket.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What became of each name of a call on many, in the order of the call. Immutable. One name's failure hides no other's result.
 *
 * @param <T> what success brings
 */
public final class BatchResults<T> implements Iterable<ItemResult<T>> {
    private final Map<String, ItemResult<T>> byName;

    BatchResults(Map<String, ItemResult<T>> byName) {
        this.byName = byName;
    }

    public int size() {
        return byName.size();
    }

    /**
     * The result for one name.
     *
     * @throws IllegalArgumentException if the call was not about it
     */
    public ItemResult<T> of(String name) {
        ItemResult<T> result = byName.get(name);
        if (result == null) {
            throw new IllegalArgumentException("'" + name + "' was not among the names of the call");
        }
        return result;
    }

    @Override
    public Iterator<ItemResult<T>> iterator() {
        return List.copyOf(byName.values()).iterator();
    }

    public boolean isAllOk() {
        return byName.values().stream().allMatch(ItemResult::isOk);
    }

    /** What success brought, by name; without those that failed or were not found. */
    public Map<String, T> values() {
        Map<String, T> values = new LinkedHashMap<>();
        for (ItemResult<T> result : byName.values()) {
            if (result.isOk()) {
                values.put(result.name(), result.value());
            }
        }
        return values;
    }

    /** Results that are neither ok nor not found. */
    public List<ItemResult<T>> failures() {
        return select(ItemResult::isFailed);
    }

    public List<ItemResult<T>> notFound() {
        return select(ItemResult::isNotFound);
    }

    private List<ItemResult<T>> select(Predicate<ItemResult<T>> wanted) {
        List<ItemResult<T>> selected = new ArrayList<>();
        for (ItemResult<T> result : byName.values()) {
            if (wanted.test(result)) {
                selected.add(result);
            }
        }
        return selected;
    }

    /**
     * These results, if all are ok.
     *
     * @throws PocketException what became of the first name that is not; the others' are attached as suppressed exceptions, ten at most
     */
    public BatchResults<T> orThrow() {
        PocketException first = null;
        for (ItemResult<T> result : byName.values()) {
            if (result.isOk()) {
                continue;
            }
            if (first == null) {
                first = result.exception();
            } else if (first.getSuppressed().length < 10) {
                first.addSuppressed(result.exception());
            }
        }
        if (first != null) {
            throw first;
        }
        return this;
    }
}
