package io.pocket.control.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Why a body could not be read, in words that name the field. */
record UnreadableBody(ProblemCode code, String field, String detail, String remedy) {

    static UnreadableBody of(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case StreamConstraintsException tooLarge ->
                new UnreadableBody(ProblemCode.BODY_TOO_LARGE, "", tooLarge.getOriginalMessage(), "Send less");
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case InvalidFormatException value -> invalidField(value, value.getOriginalMessage());
            case DatabindException value -> invalidField(value, "has a value of another type than is expected");
            case InputCoercionException number -> invalidField(number, "is a number out of range");
            case JacksonException syntax ->
                new UnreadableBody(
                        ProblemCode.MALFORMED_BODY,
                        "",
                        "line " + syntax.getLocation().getLineNr() + ", column "
                                + syntax.getLocation().getColumnNr() + ": " + syntax.getOriginalMessage(),
                        "Send well-formed JSON");
            case null, default ->
                new UnreadableBody(
                        ProblemCode.MALFORMED_BODY, "", "There is no body, or it broke off", "Send a JSON body");
        };
    }

    private static UnreadableBody unknownField(UnrecognizedPropertyException e) {
        String path = path(e);
        return new UnreadableBody(
                ProblemCode.UNKNOWN_FIELD,
                path,
                path + " is not a field here",
                "Leave it out; known are " + new TreeSet<>(e.getKnownPropertyIds()));
    }

    private static UnreadableBody invalidField(JacksonException e, String what) {
        String path = path(e);
        return path.isEmpty()
                ? new UnreadableBody(ProblemCode.MALFORMED_BODY, "", "The body " + what, "Send a JSON object")
                : new UnreadableBody(
                        ProblemCode.INVALID_FIELD, path, path + " " + what, "Correct the field and send again");
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    Map<String, Object> properties() {
        Map<String, Object> properties = new TreeMap<>();
        properties.put("remedy", remedy);
        if (!field.isEmpty()) {
            properties.put("field", field);
        }
        return properties;
    }
}
