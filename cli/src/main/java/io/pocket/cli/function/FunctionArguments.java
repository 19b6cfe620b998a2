package io.pocket.cli.function;

import java.util.HashMap;
import java.util.Map;

/** A function's parameters: {@code name=value} words. Kept plain, for a function starts many times a second. */
public final class FunctionArguments {

    private final Map<String, String> values;

    private FunctionArguments(Map<String, String> values) {
        this.values = values;
    }

    /** Parses {@code name=value} words from index {@code from} on; {@link IllegalArgumentException} names a bad one. */
    public static FunctionArguments parse(String[] words, int from) {
        Map<String, String> values = new HashMap<>();
        for (int i = from; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("expected name=value, not: " + words[i]);
            }
            values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new FunctionArguments(values);
    }

    /** The value of a parameter that must be there. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("parameter missing: " + name);
        }
        return value;
    }

    /** A whole number that must be there. */
    public long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("parameter " + name + " is no number: " + text(name), e);
        }
    }

    /** A whole number of at least 0 that fits an int. */
    public int count(String name) {
        long value = number(name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("parameter " + name + " is out of range: " + value);
        }
        return (int) value;
    }
}
