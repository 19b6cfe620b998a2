package io.pocket.control.push;

import io.pocket.protocol.message.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;

/**
 * Topics that a peer is still to be told, each once, with those who wait for it. No larger than the state it is about.
 * Used by the pusher's thread only.
 */
final class Outbox {

    private SequencedMap<Topic, List<CompletableFuture<Response>>> entries = new LinkedHashMap<>();

    void add(Topic topic, List<CompletableFuture<Response>> waiting) {
        entries.computeIfAbsent(topic, absent -> new ArrayList<>()).addAll(waiting);
    }

    /** Puts {@code topics} first, in their order, and keeps what else there is behind them. */
    void addFirst(List<Topic> topics) {
        SequencedMap<Topic, List<CompletableFuture<Response>>> former = entries;
        entries = new LinkedHashMap<>();
        topics.forEach(topic -> add(topic, List.of()));
        former.forEach(this::add);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Entry removeFirst() {
        var first = entries.pollFirstEntry();
        return new Entry(first.getKey(), first.getValue());
    }

    /** A topic and those who wait for its acknowledgement. */
    record Entry(Topic topic, List<CompletableFuture<Response>> waiting) {

        void acknowledge(Response response) {
            waiting.forEach(waiter -> waiter.complete(response));
        }

        void fail(Throwable cause) {
            waiting.forEach(waiter -> waiter.completeExceptionally(cause));
        }
    }
}
