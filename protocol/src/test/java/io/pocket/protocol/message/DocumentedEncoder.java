package io.pocket.protocol.message;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Role;
import io.pocket.protocol.Tier;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes records as PROTOCOL.md says, knowing nothing of {@code writeBody}, and notes where numbers lie whose top bit the page speaks about.
 */
final class DocumentedEncoder {
    private static final Map<String, Integer> INTEGER_LENGTHS =
            Map.of("u8", 1, "bool", 1, "u16", 2, "u31", 4, "u32", 4, "u63", 8, "u64", 8);

    private final Map<String, List<List<String>>> layouts;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Integer, String> lastByteOfWideIntegers = new LinkedHashMap<>();

    DocumentedEncoder(Map<String, List<List<String>>> layouts) {
        this.layouts = layouts;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Type ({@code u31}, {@code u32}, {@code u63} or {@code u64}) by the index of the byte with the top bit. */
    Map<Integer, String> lastByteOfWideIntegers() {
        return lastByteOfWideIntegers;
    }

    void encode(Object message) {
        for (List<String> field : layouts.get(message.getClass().getSimpleName())) {
            encode(field.get(1), component(message, field.get(0)));
        }
    }

    private static Object component(Object message, String name) {
        try {
            return message.getClass().getMethod(name).invoke(message);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(
                    "field '" + name + "' of " + message.getClass().getSimpleName(), e);
        }
    }

    private void encode(String type, Object value) {
        if (INTEGER_LENGTHS.containsKey(type)) {
            putInteger(type, number(value));
        } else if (type.startsWith("list of ")) {
            putList("u16", type.substring("list of ".length()), (List<?>) value);
        } else if (type.startsWith("short list of ")) {
            putList("u8", type.substring("short list of ".length()), (List<?>) value);
        } else if (List.of("bytes", "text", "name").contains(type)) {
            putArray(array(type, value));
        } else {
            assertIsNamed(type, value);
            encode(value);
        }
    }

    private void putInteger(String type, long value) {
        int length = INTEGER_LENGTHS.get(type);
        for (int i = 0; i < length; i++) {
            out.write((int) (value >>> (Byte.SIZE * i)));
        }
        if (length >= Integer.BYTES) {
            lastByteOfWideIntegers.put(out.size() - 1, type);
        }
    }

    private void putList(String countType, String elementType, List<?> elements) {
        putInteger(countType, elements.size());
        elements.forEach(element -> encode(elementType, element));
    }

    private void putArray(byte[] bytes) {
        putInteger("u16", bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] array(String type, Object value) {
        if (type.equals("bytes")) {
            return ((Bytes) value).toArray();
        }
        return type.equals("name") ? ((ObjectName) value).toBytes() : ((String) value).getBytes(StandardCharsets.UTF_8);
    }

    private static long number(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof Role role) {
            return role.code();
        }
        if (value instanceof Tier tier) {
            return tier.code();
        }
        return value instanceof NodeState state ? state.code() : ((Number) value).longValue();
    }

    private static void assertIsNamed(String type, Object value) {
        if (!type.equals(value.getClass().getSimpleName())) {
            throw new AssertionError("the page says " + type + " where the code has " + value.getClass());
        }
    }
}
