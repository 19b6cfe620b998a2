package io.pocket.server.registration;

import java.io.IOException;
import tools.jackson.core.JsonParser;

/**
 * Reads a JSON object.
 *
 * @param <A> what it says
 */
@FunctionalInterface
public interface AnswerReader<A> {
    /**
     * Reads up to the object's end and passes over fields that it does not know.
     *
     * @param json stands at the object's start
     * @throws IOException if something is missing; the message says what
     */
    A read(JsonParser json) throws IOException;
}
