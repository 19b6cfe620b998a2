package io.pocket.data.jvm;

import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import io.pocket.server.registration.AnswerReader;
import io.pocket.server.registration.ControllerJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What the controller tells a node, as JSON. Fields that are not known are passed over. */
final class ClusterJson {

    private final ControllerJson objects = new ControllerJson();

    byte[] write(ClusterKnowledge knowledge) {
        return objects.write(json -> {
            json.writeNumberProperty("nodeId", knowledge.nodeId());
            json.writeStringProperty("jobPublicKey", knowledge.jobPublicKey());
            json.writeArrayPropertyStart("shards");
            knowledge.shards().forEach(shard -> write(json, shard));
            json.writeEndArray();
            json.writeArrayPropertyStart("tombstones");
            knowledge.tombstones().forEach(tombstone -> write(json, tombstone));
            json.writeEndArray();
            json.writeArrayPropertyStart("grants");
            knowledge.grants().forEach(grant -> write(json, grant));
            json.writeEndArray();
            json.writeBooleanProperty("draining", knowledge.draining());
        });
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

    private static void write(JsonGenerator json, JobGrant grant) {
        json.writeStartObject();
        json.writeNumberProperty("job", grant.job());
        json.writeNumberProperty("guaranteedBytes", grant.guaranteedBytes());
        json.writeNumberProperty("limitBytes", grant.limitBytes());
        json.writeNumberProperty("maxConnections", grant.maxConnections());
        json.writeEndObject();
    }

    /** @throws IOException if the bytes are no such answer; the message says what is missing */
    ClusterKnowledge readKnowledge(byte[] bytes) throws IOException {
        return objects.read(bytes, ClusterJson::readKnowledge);
    }

    static ClusterKnowledge readKnowledge(JsonParser json) throws IOException {
        int nodeId = 0;
        String key = null;
        List<ShardEntry> shards = null;
        List<Tombstone> tombstones = null;
        List<JobGrant> grants = List.of();
        boolean draining = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "nodeId" -> nodeId = json.getIntValue();
                case "jobPublicKey" -> key = json.getString();
                case "shards" -> shards = readList(json, ClusterJson::readShard);
                case "tombstones" -> tombstones = readList(json, ClusterJson::readTombstone);
                case "grants" -> grants = readList(json, ClusterJson::readGrant);
                case "draining" -> draining = json.getBooleanValue();
                default -> json.skipChildren();
            }
        }
        ControllerJson.require(nodeId != 0, "nodeId");
        ControllerJson.require(key != null, "jobPublicKey");
        ControllerJson.require(shards != null, "shards");
        ControllerJson.require(tombstones != null, "tombstones");
        return new ClusterKnowledge(nodeId, key, shards, tombstones, grants, draining);
    }

    private static <E> List<E> readList(JsonParser json, AnswerReader<E> element) throws IOException {
        ControllerJson.require(json.currentToken() == JsonToken.START_ARRAY, "an array");
        List<E> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            ControllerJson.require(json.currentToken() == JsonToken.START_OBJECT, "an array of objects");
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
        ControllerJson.require(shardId != 0 && address != null, "shardId and address of a shard");
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
        ControllerJson.require(job != 0, "job of a tombstone");
        return new Tombstone(job, until);
    }

    private static JobGrant readGrant(JsonParser json) throws IOException {
        long job = 0;
        long guaranteedBytes = 0;
        long limitBytes = 0;
        int maxConnections = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "job" -> job = json.getLongValue();
                case "guaranteedBytes" -> guaranteedBytes = json.getLongValue();
                case "limitBytes" -> limitBytes = json.getLongValue();
                case "maxConnections" -> maxConnections = json.getIntValue();
                default -> json.skipChildren();
            }
        }
        boolean sensible = job != 0 && guaranteedBytes >= 0 && limitBytes >= 0 && maxConnections >= 0;
        ControllerJson.require(sensible, "job and figures, none of them negative, of a grant");
        return new JobGrant(job, guaranteedBytes, limitBytes, maxConnections);
    }
}
