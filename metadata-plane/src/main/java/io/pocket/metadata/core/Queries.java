package io.pocket.metadata.core;

import io.pocket.metadata.core.table.RadixTree;
import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.record.Claimed;
import io.pocket.metadata.record.ResultImage;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Count;
import io.pocket.protocol.message.CountReply;
import io.pocket.protocol.message.ListEntry;
import io.pocket.protocol.message.ListNames;
import io.pocket.protocol.message.ListReply;
import io.pocket.protocol.message.Lookup;
import io.pocket.protocol.message.ObjectReply;
import io.pocket.protocol.message.Stat;
import io.pocket.protocol.message.WeightMapReply;
import io.pocket.protocol.token.JobToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests that look at names; a LOOKUP that claims also changes one. */
final class Queries {
    private static final int EXPIRIES_AT_ONCE = 1000;

    private static final int CLAIM_RETRY_AFTER_MILLIS = 50;

    private static final int KNOWN_LOOKUP_FLAGS = Lookup.AWAIT | Lookup.CLAIM | Lookup.NO_INLINE;

    /** Room that a page's header and cursor need within the longest body. */
    private static final int MAX_PAGE_LENGTH = FrameHeader.MAX_BODY_LENGTH - 64;

    private final ShardConfig config;
    private final ShardState state;
    private final StateWriter writer;
    private final ShardRules rules;
    private final Mutations mutations;
    private final Objects objects;
    private final byte[] prefixKey = new byte[ObjectName.MAX_LENGTH];

    Queries(
            ShardConfig config,
            ShardState state,
            StateWriter writer,
            ShardRules rules,
            Mutations mutations,
            Objects objects) {
        this.config = config;
        this.state = state;
        this.writer = writer;
        this.rules = rules;
        this.mutations = mutations;
        this.objects = objects;
    }

    /**
     * Answers a LOOKUP if it can be answered now.
     *
     * @return false when the object that is awaited is not there yet and nothing was answered
     */
    boolean lookup(Call call, Lookup request) throws Refusal {
        if ((request.flags() & ~KNOWN_LOOKUP_FLAGS) != 0) {
            throw new Refusal(Status.INVALID_ARGUMENT, "unknown LOOKUP flags " + request.flags());
        }
        if ((request.flags() & Lookup.CLAIM) != 0) {
            return lookupAndClaim(call, request);
        }
        ObjectRecord object = objects.find(call, request.name());
        if (object == null || isTooOld(request, object)) {
            return answerMissing(request);
        }
        reply(call, request, object, 0);
        return true;
    }

    private static boolean isTooOld(Lookup request, ObjectRecord object) {
        return object.version() <= request.afterVersion();
    }

    private static boolean isAwait(Lookup request) {
        return (request.flags() & Lookup.AWAIT) != 0;
    }

    private static boolean answerMissing(Lookup request) throws Refusal {
        if (isAwait(request)) {
            return false;
        }
        throw new Refusal(Status.NOT_FOUND, "no object '" + request.name() + "'");
    }

    private boolean lookupAndClaim(Call call, Lookup request) throws Refusal {
        if ((call.session().principal().permissions() & JobToken.WRITE) == 0) {
            throw new Refusal(Status.FORBIDDEN, "the token does not permit to claim: it is for reading only");
        }
        ResultImage former = mutations.begin(call, request.mutation());
        ObjectRecord object = objects.find(call, request.name());
        if (former != null) {
            replyFormerClaim(call, request, object, former);
            return true;
        }
        if (object == null || isTooOld(request, object)) {
            return answerMissing(request);
        }
        if (rules.isClaimed(object, call.nowMillis())) {
            throw new Refusal(
                    Status.CLAIMED, CLAIM_RETRY_AFTER_MILLIS, "'" + request.name() + "' is being consumed by another");
        }
        requireReachable(request.name(), object);
        objects.requireRoomToChange();
        call.requireRoom(describe(call, object, 0, object.chunks()), object.inlineLength());
        long until = call.nowMillis() + Math.clamp(request.claimLeaseMillis(), 1, config.maxClaimLeaseMillis());
        writer.execute(
                new Claimed(call.nowMillis(), request.mutation(), call.session().job(), request.name(), until));
        reply(call, request, object, state.version());
        return true;
    }

    private void replyFormerClaim(Call call, Lookup request, ObjectRecord object, ResultImage former) throws Refusal {
        if (object == null || object.claimId() != former.version() || !object.isClaimed(call.nowMillis())) {
            throw new Refusal(Status.CLAIM_LOST, "the claim on '" + request.name() + "' has ended");
        }
        reply(call, request, object, object.claimId());
    }

    private void reply(Call call, Lookup request, ObjectRecord object, long claimId) throws Refusal {
        requireReachable(request.name(), object);
        boolean wantsBytes = (request.flags() & Lookup.NO_INLINE) == 0;
        int inlineLength = object.inlineLength();
        ByteBuffer payload =
                wantsBytes && inlineLength > 0 ? state.inline().view(object.inlineHandle(), inlineLength) : null;
        call.reply(state, describe(call, object, claimId, object.chunks()), payload);
    }

    private void requireReachable(ObjectName name, ObjectRecord object) throws Refusal {
        for (Chunk chunk : object.chunks()) {
            if (rules.isLostEverywhere(state.nodes(), chunk)) {
                throw new Refusal(Status.DATA_LOST, "the bytes of '" + name + "' were on a node that is lost");
            }
        }
    }

    private ObjectReply describe(Call call, ObjectRecord object, long claimId, List<Chunk> chunks) {
        long ttl = object.expiresAtMillis() == 0 ? 0 : Math.max(1, object.expiresAtMillis() - call.nowMillis());
        return new ObjectReply(
                state.version(),
                object.version(),
                object.sizeBytes(),
                object.crc32c(),
                object.createdAtEpochMillis(),
                ttl,
                claimId,
                object.isInline(),
                chunks);
    }

    void stat(Call call, Stat request) throws Refusal {
        ObjectRecord object = objects.require(call, request.name());
        call.reply(state, describe(call, object, 0, List.of()));
    }

    void list(Call call, ListNames request) throws Refusal {
        if (request.limit() < 1 || request.limit() > ListNames.MAX_LIMIT) {
            throw new Refusal(Status.INVALID_ARGUMENT, "limit is not within 1.." + ListNames.MAX_LIMIT);
        }
        List<ListEntry> entries = new ArrayList<>();
        NameRange range = range(call, request.prefix(), request.cursor());
        ObjectName expired = null;
        boolean more = false;
        int length = 0;
        for (int slot = range.next(); slot != RecordHeap.NONE; slot = range.next()) {
            ObjectRecord object = state.table().read(slot);
            ObjectName name = state.table().nameOf(slot);
            if (!rules.isListed(object, call.nowMillis())) {
                expired = name;
                continue;
            }
            length += ListEntry.MIN_LENGTH + name.lengthBytes();
            if (entries.size() == request.limit() || length > MAX_PAGE_LENGTH) {
                more = true;
                break;
            }
            entries.add(new ListEntry(name, object.sizeBytes(), object.version(), object.createdAtEpochMillis()));
        }
        logExpiry(call, expired);
        call.reply(state, new ListReply(state.version(), more, entries));
    }

    /**
     * Rule 14: what was told to be over must not begin again. State time goes on from the last record after a restart, so the end of one of
     * the objects that were left out is logged, and with it the time by which all of them have ended.
     *
     * @param expired name of one that was left out, or null
     */
    private void logExpiry(Call call, ObjectName expired) throws Refusal {
        if (expired != null) {
            objects.find(call, expired);
        }
    }

    /** Expired objects do not count: they are taken away first, and only if there are too many of them the others are counted one by one. */
    void count(Call call, Count request) throws Refusal {
        requirePrefix(call, request.prefix(), Bytes.EMPTY);
        Tally tally = tally(call, request.prefix(), objects.endAllDue(call.nowMillis(), EXPIRIES_AT_ONCE));
        call.reply(state, new CountReply(state.version(), tally.objects(), tally.bytes()));
    }

    /** How many objects there are, and their sizes together. */
    record Tally(long objects, long bytes) {}

    /** All that are there under the prefix, expired or not, without a walk. */
    Tally total(Call call, Bytes prefix) throws Refusal {
        requirePrefix(call, prefix, Bytes.EMPTY);
        Bucket bucket = bucket(call, prefix);
        if (bucket == null) {
            return new Tally(0, 0);
        }
        int length = prefix.copyTo(bucket.start().length(), prefixKey);
        RadixTree.Total total = bucket.objects().total(prefixKey, length);
        return new Tally(total.records(), total.weight());
    }

    /**
     * What is there now and has not expired.
     *
     * @param exact whether all that has expired was taken away; otherwise the prefix is walked
     */
    Tally tally(Call call, Bytes prefix, boolean exact) throws Refusal {
        return exact ? total(call, prefix) : walk(call, prefix);
    }

    private Tally walk(Call call, Bytes prefix) throws Refusal {
        long count = 0;
        long bytes = 0;
        int expired = RecordHeap.NONE;
        NameRange range = range(call, prefix, Bytes.EMPTY);
        for (int slot = range.next(); slot != RecordHeap.NONE; slot = range.next()) {
            ObjectRecord object = state.table().read(slot);
            if (rules.isListed(object, call.nowMillis())) {
                count++;
                bytes += object.sizeBytes();
            } else {
                expired = slot;
            }
        }
        logExpiry(call, expired == RecordHeap.NONE ? null : state.table().nameOf(expired));
        return new Tally(count, bytes);
    }

    /** Objects of the prefix's bucket that start with the prefix, from behind the cursor on. */
    private NameRange range(Call call, Bytes prefix, Bytes cursor) throws Refusal {
        requirePrefix(call, prefix, cursor);
        Bucket bucket = bucket(call, prefix);
        return new NameRange(state.table(), bucket, prefix, cursor, rules.includesCursor());
    }

    /** The bucket with the prefix's names, or null. A prefix is any bytes: what is no UTF-8 reads as other text, but is the start of no name. */
    private Bucket bucket(Call call, Bytes prefix) throws Refusal {
        Bucket bucket = state.job(call.session().job()).bucket(bucketOf(prefix));
        return bucket == null || !prefix.startsWith(bucket.start()) ? null : bucket;
    }

    private void requirePrefix(Call call, Bytes prefix, Bytes cursor) throws Refusal {
        if (prefix.length() > ObjectName.MAX_LENGTH || cursor.length() > ObjectName.MAX_LENGTH) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT, "a prefix or cursor has at most " + ObjectName.MAX_LENGTH + " bytes");
        }
        requireHere(call, prefix);
    }

    /** Refuses, with WRONG_SHARD, a prefix of names in a bucket of another shard. */
    void requireHere(Call call, Bytes prefix) throws Refusal {
        objects.requireHere(call, bucketOf(prefix));
    }

    private static String bucketOf(Bytes prefix) throws Refusal {
        for (int i = 0; i < prefix.length(); i++) {
            if (prefix.get(i) == '/') {
                return new String(prefix.toArray(), 0, i, StandardCharsets.UTF_8);
            }
        }
        throw new Refusal(Status.INVALID_ARGUMENT, "a prefix starts with a bucket and its slash");
    }

    void weightMap(Call call) throws Refusal {
        var map = state.job(call.session().job()).terms().weightMap();
        WeightMapReply reply = new WeightMapReply(map);
        call.requireRoom(reply, 0);
        call.session().setMapEpoch(map.epoch());
        call.reply(state, reply);
    }
}
