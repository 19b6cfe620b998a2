package io.pocket.control.quota;

/**
 * What a job may hold and ask for in all; 0 is no bound.
 *
 * @param bytes on its nodes, copies and rounding included
 * @param objects on its shards
 * @param inlineBytes on its shards
 * @param operationsPerSecond that its shards carry out
 * @param connections of its clients to its shards; each of its nodes allows as many
 */
public record Quotas(long bytes, long objects, long inlineBytes, int operationsPerSecond, int connections) {

    public static final Quotas NONE = new Quotas(0, 0, 0, 0, 0);

    /** Whether shards have to keep any of them. */
    public boolean concernShards() {
        return objects != 0 || inlineBytes != 0 || operationsPerSecond != 0 || connections != 0;
    }
}
