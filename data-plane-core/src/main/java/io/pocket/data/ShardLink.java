package io.pocket.data;

import io.pocket.protocol.message.ShardEntry;

/** What a core knows of one shard, and which questions to it are under way. */
final class ShardLink {

    private ShardEntry entry;
    private boolean connected;
    private boolean freesAsked;
    private boolean auditAsked;
    private long freesDueNanos;
    private long auditDueNanos;
    private int auditCursor;
    private long acknowledgedLogId;
    private long acknowledgedUpTo;

    ShardLink(ShardEntry entry, long nowNanos) {
        this.entry = entry;
        freesDueNanos = nowNanos;
        auditDueNanos = nowNanos;
    }

    ShardEntry entry() {
        return entry;
    }

    int shardId() {
        return entry.shardId();
    }

    long logId() {
        return entry.logId();
    }

    long epoch() {
        return entry.epoch();
    }

    /** Takes what the controller says; the epoch of a log never falls. */
    void update(ShardEntry told) {
        boolean older = told.logId() == entry.logId() && told.epoch() < entry.epoch();
        entry = older ? new ShardEntry(told.shardId(), told.logId(), entry.epoch(), told.address()) : told;
    }

    void raiseEpoch(long epoch) {
        entry = new ShardEntry(entry.shardId(), entry.logId(), epoch, entry.address());
    }

    void connected(long nowNanos) {
        connected = true;
        freesAsked = false;
        auditAsked = false;
        freesDueNanos = nowNanos;
    }

    void disconnected() {
        connected = false;
    }

    boolean isFreesDue(long nowNanos) {
        return connected && !freesAsked && nowNanos - freesDueNanos >= 0;
    }

    void freesAsked() {
        freesAsked = true;
    }

    void freesAnswered(long nextNanos) {
        freesAsked = false;
        freesDueNanos = nextNanos;
    }

    boolean isAuditDue(long nowNanos) {
        return connected && !auditAsked && nowNanos - auditDueNanos >= 0;
    }

    void auditAsked() {
        auditAsked = true;
    }

    void auditDue(long nextNanos) {
        auditAsked = false;
        auditDueNanos = nextNanos;
    }

    int auditCursor() {
        return auditCursor;
    }

    void auditCursor(int slot) {
        auditCursor = slot;
    }

    long acknowledgedLogId() {
        return acknowledgedLogId;
    }

    long acknowledgedUpTo() {
        return acknowledgedUpTo;
    }

    void acknowledge(long logId, long upTo) {
        acknowledgedLogId = logId;
        acknowledgedUpTo = upTo;
    }
}
