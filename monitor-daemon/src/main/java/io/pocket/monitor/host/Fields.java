package io.pocket.monitor.host;

/** The blank-separated fields of one line, from left to right. A missing or unreadable field is a {@link HostReadException}. */
final class Fields {
    private final String line;
    private int position;

    Fields(String line) {
        this.line = line;
    }

    String text() {
        int start = skipBlanks();
        while (position < line.length() && !isBlank(position)) {
            position++;
        }
        if (start == position) {
            throw new HostReadException("a field is missing at the end of: " + line);
        }
        return line.substring(start, position);
    }

    /** An unsigned counter; kernels count in 64 bits. */
    long number() {
        String text = text();
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new HostReadException("'" + text + "' is no number in: " + line, e);
        }
    }

    Fields skip(int fields) {
        for (int i = 0; i < fields; i++) {
            text();
        }
        return this;
    }

    boolean hasMore() {
        return skipBlanks() < line.length();
    }

    private int skipBlanks() {
        while (position < line.length() && isBlank(position)) {
            position++;
        }
        return position;
    }

    private boolean isBlank(int index) {
        char c = line.charAt(index);
        return c == ' ' || c == '\t';
    }
}
