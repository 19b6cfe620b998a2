package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/** Lists in bodies and journal records: u16 count, elements. */
public final class Lists {
    public static final int COUNT_LENGTH = Short.BYTES;
    private static final int MAX_COUNT = 0xffff;

    private Lists() {}

    @FunctionalInterface
    public interface ElementReader<E> {
        E read(BodyReader in) throws ProtocolException;
    }

    public static <E> void write(List<E> elements, BiConsumer<E, BodyWriter> writer, BodyWriter out) {
        if (elements.size() > MAX_COUNT) {
            throw new IllegalArgumentException("a list of " + elements.size() + " elements exceeds " + MAX_COUNT);
        }
        out.putShort(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            writer.accept(elements.get(i), out);
        }
    }

    public static <E> List<E> read(BodyReader in, int minElementLength, ElementReader<E> reader)
            throws ProtocolException {
        int count = in.getCount(minElementLength);
        if (count <= 1) {
            return count == 0 ? List.of() : List.of(reader.read(in)); // Most lists of chunks and replicas.
        }
        List<E> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(reader.read(in));
        }
        return elements;
    }

    public static <E> int length(List<E> elements, ToIntFunction<E> length) {
        int sum = COUNT_LENGTH;
        for (int i = 0; i < elements.size(); i++) {
            sum += length.applyAsInt(elements.get(i));
        }
        return sum;
    }
}
