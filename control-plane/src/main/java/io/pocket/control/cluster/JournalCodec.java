package io.pocket.control.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pocket.control.json.ProtocolJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal's text: a header line, then lines of {@code crc32c SP json LF}, where the checksum (8 hexadecimal digits)
 * covers the JSON, a list of events that happened together.
 */
final class JournalCodec {

    private static final String HEADER = "pocket-controller-journal 1\n";
    private static final int CHECKSUM_DIGITS = 8;

    private final ObjectWriter writer;
    private final ObjectReader reader;

    JournalCodec() {
        TypeReference<List<ClusterEvent>> batch = new TypeReference<>() {};
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new ProtocolJson())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        writer = mapper.writerFor(batch);
        reader = mapper.readerFor(batch);
    }

    ByteBuffer header() {
        return ByteBuffer.wrap(HEADER.getBytes(US_ASCII));
    }

    ByteBuffer encode(List<ClusterEvent> events) {
        byte[] json = writer.writeValueAsBytes(events);
        return ByteBuffer.allocate(CHECKSUM_DIGITS + 1 + json.length + 1)
                .put(checksum(json).getBytes(US_ASCII))
                .put((byte) ' ')
                .put(json)
                .put((byte) '\n')
                .flip();
    }

    /**
     * Hands the events of a file to {@code events}, in order. A damaged last line is a write that a crash cut short, and
     * is left out.
     *
     * @throws IOException the file cannot be read, is of another format, or is damaged before its last line
     */
    void decode(Path file, Consumer<ClusterEvent> events) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!startsWithHeader(bytes)) {
            throw new IOException("it does not begin with \"" + HEADER.strip() + "\"");
        }
        int lineOffset = HEADER.length();
        while (lineOffset < bytes.length) {
            int end = endOfLine(bytes, lineOffset);
            List<ClusterEvent> batch = decodeLine(bytes, lineOffset, end);
            if (batch == null && end + 1 < bytes.length) {
                throw new IOException("it is damaged at byte " + lineOffset);
            }
            if (batch != null) {
                batch.forEach(events);
            }
            lineOffset = end + 1;
        }
    }

    private static boolean startsWithHeader(byte[] bytes) {
        return bytes.length >= HEADER.length() && new String(bytes, 0, HEADER.length(), US_ASCII).equals(HEADER);
    }

    private static int endOfLine(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Null if the line is damaged. */
    private List<ClusterEvent> decodeLine(byte[] bytes, int from, int end) throws IOException {
        int jsonOffset = from + CHECKSUM_DIGITS + 1;
        if (end == bytes.length || jsonOffset > end) {
            return null;
        }
        byte[] json = Arrays.copyOfRange(bytes, jsonOffset, end);
        if (!new String(bytes, from, CHECKSUM_DIGITS, US_ASCII).equals(checksum(json))) {
            return null;
        }
        try {
            return reader.readValue(json);
        } catch (JacksonException e) {
            throw new IOException("its events are of another version: " + new String(json, UTF_8), e);
        }
    }

    private static String checksum(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
