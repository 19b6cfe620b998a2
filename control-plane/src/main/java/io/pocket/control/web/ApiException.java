package io.pocket.control.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request is refused; becomes a problem answer. Made without a stack trace: it is an outcome, not a fault. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient Map<String, Object> properties = new LinkedHashMap<>();

    /**
     * Refuses a request.
     *
     * @param detail what is wrong with this very request
     * @param remedy what the sender can do
     */
    public ApiException(ProblemCode code, String detail, String remedy) {
        super(detail, null, false, false);
        this.code = code;
        properties.put("remedy", remedy);
    }

    /** Adds a member to the answer, such as {@code field}. */
    public ApiException with(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    public ProblemCode code() {
        return code;
    }

    Map<String, Object> properties() {
        return properties;
    }
}
