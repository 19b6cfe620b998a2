package io.pocket.server.registration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON objects as the controller takes and sends them. Any thread. */
public final class ControllerJson {
    private final JsonFactory factory = new JsonFactory();

    /**
     * Writes one object.
     *
     * @param fields writes what is between the braces
     */
    public byte[] write(Consumer<JsonGenerator> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads one object.
     *
     * @throws IOException if the bytes are no such object; the message says what is wrong
     */
    public <A> A read(byte[] bytes, AnswerReader<A> reader) throws IOException {
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "an object");
            return reader.read(json);
        } catch (JacksonException e) {
            throw new IOException("the controller's answer is not the JSON expected: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * For readers.
     *
     * @param what the answer lacks unless the condition holds
     */
    public static void require(boolean present, String what) throws IOException {
        if (!present) {
            throw new IOException("the controller's answer lacks " + what);
        }
    }
}
