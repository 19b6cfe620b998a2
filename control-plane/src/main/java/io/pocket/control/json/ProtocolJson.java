package io.pocket.control.json;

import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Tiers as {@code "dram"} and addresses as {@code "host:port"}. */
public final class ProtocolJson extends SimpleModule {

    private static final long serialVersionUID = 1L;

    public ProtocolJson() {
        add(Tier.class, Tier::label, Tier::ofLabel);
        add(HostPort.class, HostPort::toString, HostPort::parse);
    }

    private <T> void add(Class<T> type, Function<T, String> format, Function<String, T> parse) {
        addSerializer(type, new TextSerializer<>(type, format));
        addDeserializer(type, new TextDeserializer<>(type, parse));
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {

        private final Function<T, String> format;

        TextSerializer(Class<T> type, Function<T, String> format) {
            super(type);
            this.format = format;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(format.apply(value));
        }
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {

        private final Class<T> type;
        private final Function<String, T> parse;

        TextDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.type = type;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return type.cast(context.handleUnexpectedToken(type, parser));
            }
            String text = parser.getString();
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, type, e.getMessage());
            }
        }
    }
}
