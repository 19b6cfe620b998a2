package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.nio.ByteBuffer;

/**
 * A record: {@code u8 kind | body | payload}. Only {@link Committed} and {@link StoredObject} have a payload, the object's inline bytes.
 */
public sealed interface ShardRecord
        permits Appended,
                BucketCreated,
                BucketDeleted,
                BucketImage,
                BucketPlaced,
                ClaimEnded,
                Claimed,
                Committed,
                Deleted,
                DeletedBucketImage,
                DeletedObjectImage,
                FloorRaised,
                FreeQueueImage,
                FreesAcknowledged,
                GrowingImage,
                JobDropped,
                JobStored,
                NodeStored,
                ObjectExpired,
                ObjectsFreed,
                Renamed,
                ShardsStored,
                SnapshotHeader,
                Started,
                StoredObject,
                TombstoneForgotten,
                TombstoneImage,
                UploadExpired,
                UploadImage,
                UploadOpened {
    int kind();

    /** Exactly the bytes that {@link #writeBody} writes. */
    int bodyLength();

    void writeBody(BodyWriter out);

    /** Bytes of kind and body. */
    default int length() {
        return Byte.BYTES + bodyLength();
    }

    /** Writes kind and body at the little-endian buffer's position; a payload is the caller's to append. */
    default void write(ByteBuffer out, BodyWriter writer) {
        writer.wrap(out).putByte(kind());
        writeBody(writer);
    }

    /**
     * Reads kind and body; the position is then at the payload.
     *
     * @throws ProtocolException if the bytes are no record of this version
     */
    static ShardRecord read(ByteBuffer in) throws ProtocolException {
        BodyReader reader = new BodyReader(in);
        int kind = reader.getByte();
        return switch (kind) {
            case Started.KIND -> Started.read(reader);
            case UploadOpened.KIND -> UploadOpened.read(reader);
            case UploadExpired.KIND -> UploadExpired.read(reader);
            case FloorRaised.KIND -> FloorRaised.read(reader);
            case Committed.KIND -> Committed.read(reader);
            case Appended.KIND -> Appended.read(reader);
            case Deleted.KIND -> Deleted.read(reader);
            case Renamed.KIND -> Renamed.read(reader);
            case Claimed.KIND -> Claimed.read(reader);
            case ClaimEnded.KIND -> ClaimEnded.read(reader);
            case ObjectExpired.KIND -> ObjectExpired.read(reader);
            case BucketCreated.KIND -> BucketCreated.read(reader);
            case BucketDeleted.KIND -> BucketDeleted.read(reader);
            case JobStored.KIND -> JobStored.read(reader);
            case JobDropped.KIND -> JobDropped.read(reader);
            case NodeStored.KIND -> NodeStored.read(reader);
            case FreesAcknowledged.KIND -> FreesAcknowledged.read(reader);
            case TombstoneForgotten.KIND -> TombstoneForgotten.read(reader);
            case BucketPlaced.KIND -> BucketPlaced.read(reader);
            case ShardsStored.KIND -> ShardsStored.read(reader);
            case ObjectsFreed.KIND -> ObjectsFreed.read(reader);
            case SnapshotHeader.KIND -> SnapshotHeader.read(reader);
            case UploadImage.KIND -> UploadImage.read(reader);
            case BucketImage.KIND -> BucketImage.read(reader);
            case StoredObject.KIND -> StoredObject.read(reader);
            case GrowingImage.KIND -> GrowingImage.read(reader);
            case FreeQueueImage.KIND -> FreeQueueImage.read(reader);
            case TombstoneImage.KIND -> TombstoneImage.read(reader);
            case DeletedBucketImage.KIND -> DeletedBucketImage.read(reader);
            case DeletedObjectImage.KIND -> DeletedObjectImage.read(reader);
            default -> throw new ProtocolException("unknown kind of journal record: " + kind);
        };
    }
}
