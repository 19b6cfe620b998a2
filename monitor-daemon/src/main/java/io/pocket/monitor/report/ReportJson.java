package io.pocket.monitor.report;

import io.pocket.monitor.host.HostUsage;
import io.pocket.monitor.host.HostUsage.DiskUsage;
import io.pocket.monitor.node.NodeObservation;
import io.pocket.monitor.node.NodeState;
import io.pocket.protocol.counters.NodeCounter;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A report as the controller's {@code /api/v1/nodes/{id}/reports} takes it. Without counters file, {@code node} is left out.
 */
public final class ReportJson {
    private static final int USUAL_LENGTH_BYTES = 2048;

    private final JsonFactory factory = new JsonFactory();

    public byte[] write(Report report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_LENGTH_BYTES);
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("timestampMillis", report.timestampMillis());
            writeHost(json, report.host());
            if (report.node().state() != NodeState.ABSENT) {
                writeNode(json, report.node(), report.nodeRestarts());
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeHost(JsonGenerator json, HostUsage host) {
        json.writeNumberProperty("intervalMillis", TimeUnit.NANOSECONDS.toMillis(host.intervalNanos()));
        json.writeArrayPropertyStart("cpuPercentPerCore");
        host.cpuPercentPerCore().forEach(percent -> json.writeNumber(rounded(percent)));
        json.writeEndArray();
        json.writeNumberProperty("networkReceivedBytesPerSecond", host.networkReceivedBytesPerSecond());
        json.writeNumberProperty("networkSentBytesPerSecond", host.networkSentBytesPerSecond());
        json.writeNumberProperty("memoryUsedBytes", host.memory().usedBytes());
        json.writeNumberProperty("memoryTotalBytes", host.memory().totalBytes());
        json.writeArrayPropertyStart("disks");
        host.disks().forEach(disk -> writeDisk(json, disk));
        json.writeEndArray();
    }

    private static void writeDisk(JsonGenerator json, DiskUsage disk) {
        json.writeStartObject();
        json.writeStringProperty("device", disk.device());
        json.writeNumberProperty("readBytesPerSecond", disk.readBytesPerSecond());
        json.writeNumberProperty("writtenBytesPerSecond", disk.writtenBytesPerSecond());
        json.writeNumberProperty("busyPercent", rounded(disk.busyPercent()));
        json.writeEndObject();
    }

    private static void writeNode(JsonGenerator json, NodeObservation node, long restarts) {
        json.writeObjectPropertyStart("node");
        json.writeStringProperty("state", node.state().name());
        json.writeNumberProperty("startedAtMillis", node.startedAtMillis());
        json.writeNumberProperty("restarts", restarts);
        json.writeNumberProperty("usedBytes", node.counters().get(NodeCounter.USED_BYTES));
        json.writeNumberProperty("capacityBytes", node.counters().get(NodeCounter.CAPACITY_BYTES));
        json.writeNumberProperty("chunks", node.counters().get(NodeCounter.CHUNKS));
        writeCounters(json, node.counters());
        json.writeEndObject();
    }

    private static void writeCounters(JsonGenerator json, Map<NodeCounter, Long> counters) {
        json.writeObjectPropertyStart("counters");
        counters.forEach((counter, value) -> json.writeNumberProperty(counter.label(), value));
        json.writeEndObject();
    }

    /** To hundredths: ticks tell no more. */
    private static double rounded(double percent) {
        return Math.round(percent * 100) / 100.0;
    }
}
