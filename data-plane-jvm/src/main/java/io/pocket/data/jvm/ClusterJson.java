package io.pocket.data.jvm;

import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Registration and its answer as JSON. Fields that are not known are passed over. */
final class ClusterJson {

    private final JsonFactory factory = new JsonFactory();

    byte[] write(Registration registration) {
        return write(json -> {
            json.writeNumberProperty("nodeId", registration.nodeId());
            json.writeNumberProperty("incarnation", registration.incarnation());
            json.writeStringProperty("tier", registration.tier().label());
            json.writeStringProperty("address", registration.address().toString());
            json.writeNumberProperty("capacityBytes", registration.capacityBytes());
            json.writeStringProperty("machine", registration.machine());
            json.writeStringProperty(
                    "metricsAddress", registration.metricsAddress().toString());
        });
    }

    byte[] write(ClusterKnowledge knowledge) {
        return write(json -> {
            json.writeNumberProperty("nodeId", knowledge.nodeId());
            json.writeStringProperty("jobPublicKey", knowledge.jobPublicKey());
            json.writeArrayPropertyStart("shards");
            knowledge.shards().forEach(shard -> write(json, shard));
            json.writeEndArray();
            json.writeArrayPropertyStart("tombstones");
            knowledge.tombstones().forEach(tombstone -> write(json, tombstone));
            json.writeEndArray();
        });
    }

    private interface Members {
        void write(JsonGenerator json);
    }

    private byte[] write(Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, ShardEntry shard) {
        json.writeStartObject();
        json.writeNumberProperty("shardId", shard.shardId());
        json.writeStringProperty("address", shard.address());
        json.writeNumberProperty("logId", shard.logId());
        json.writeNumberProperty("epoch", shard.epoch());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Tombstone tombstone) {
        json.writeStartObject();
        json.writeNumberProperty("job", tombstone.job());
        json.writeNumberProperty("untilEpochSeconds", tombstone.untilEpochSeconds());
        json.writeEndObject();
    }

    /** @throws IOException if the bytes are no such answer; the message says what is missing */
    ClusterKnowledge readKnowledge(byte[] bytes) throws IOException {
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), bytes)) {
            return readKnowledge(json);
        } catch (JacksonException e) {
            throw new IOException("the controller's answer is not the JSON expected: " + e.getOriginalMessage(), e);
        }
    }

    private static ClusterKnowledge readKnowledge(JsonParser json) throws IOException {
        int nodeId = 0;
        String key = null;
        List<ShardEntry> shards = null;
        List<Tombstone> tombstones = null;
        require(json.nextToken() == JsonToken.START_OBJECT, "an object");
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "nodeId" -> nodeId = json.getIntValue();
                case "jobPublicKey" -> key = json.getString();
                case "shards" -> shards = readList(json, ClusterJson::readShard);
                case "tombstones" -> tombstones = readList(json, ClusterJson::readTombstone);
                default -> json.skipChildren();
            }
        }
        require(nodeId != 0, "nodeId");
        require(key != null, "jobPublicKey");
        require(shards != null, "shards");
        require(tombstones != null, "tombstones");
        return new ClusterKnowledge(nodeId, key, shards, tombstones);
    }

    private interface Element<E> {
        E read(JsonParser json) throws IOException;
    }

    private static <E> List<E> readList(JsonParser json, Element<E> element) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, "an array");
        List<E> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.START_OBJECT, "an array of objects");
            elements.add(element.read(json));
        }
        return elements;
    }

    private static ShardEntry readShard(JsonParser json) throws IOException {
        int shardId = 0;
        long logId = 0;
        long epoch = 0;
        String address = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "shardId" -> shardId = json.getIntValue();
                case "logId" -> logId = json.getLongValue();
                case "epoch" -> epoch = json.getLongValue();
                case "address" -> address = json.getString();
                default -> json.skipChildren();
            }
        }
        require(shardId != 0 && address != null, "shardId and address of a shard");
        return new ShardEntry(shardId, logId, epoch, address);
    }

    private static Tombstone readTombstone(JsonParser json) throws IOException {
        long job = 0;
        long until = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "job" -> job = json.getLongValue();
                case "untilEpochSeconds" -> until = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        require(job != 0, "job of a tombstone");
        return new Tombstone(job, until);
    }

    private static void require(boolean present, String what) throws IOException {
        if (!present) {
            throw new IOException("the controller's answer lacks " + what);
        }
    }
}
