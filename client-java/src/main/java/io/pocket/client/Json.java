package io.pocket.client;

/** The little JSON (RFC 8259) that talking to the controller needs. */
final class Json {
    private Json() {}

    /** A string literal. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            append(out, text.charAt(i));
        }
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                // Unpaired surrogates cannot travel in UTF-8, but may be escaped.
                if (c < 0x20 || Character.isSurrogate(c)) {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** The text of the first member of this name that is a string; null when there is none. */
    static String findText(String json, String member) {
        String key = quote(member);
        for (int at = json.indexOf(key); at >= 0; at = json.indexOf(key, at + 1)) {
            int colon = skipSpace(json, at + key.length());
            if (colon < json.length() && json.charAt(colon) == ':') {
                int start = skipSpace(json, colon + 1);
                return start < json.length() && json.charAt(start) == '"' ? unquote(json, start + 1) : null;
            }
        }
        return null;
    }

    private static int skipSpace(String json, int from) {
        int at = from;
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String unquote(String json, int from) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < json.length() && json.charAt(at) != '"') {
            at = json.charAt(at) == '\\' ? unescape(json, at + 1, text) : copy(json, at, text);
        }
        return text.toString();
    }

    private static int copy(String json, int at, StringBuilder text) {
        text.append(json.charAt(at));
        return at + 1;
    }

    /** Takes the escape whose letter is at {@code at}; says where it ends. */
    private static int unescape(String json, int at, StringBuilder text) {
        if (at >= json.length()) {
            return at;
        }
        char letter = json.charAt(at);
        if (letter == 'u' && json.substring(at + 1).matches("(?s)\\p{XDigit}{4}.*")) {
            text.append((char) Integer.parseInt(json.substring(at + 1, at + 5), 16));
            return at + 5;
        }
        int escape = "nrtbf".indexOf(letter);
        text.append(escape < 0 ? letter : "\n\r\t\b\f".charAt(escape));
        return at + 1;
    }
}
