package io.pocket.server.registration;

import io.pocket.protocol.Role;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * What a service says of itself, and how it reads the answer.
 *
 * @param role what it is
 * @param serviceId its id, 0 if it has none yet
 * @param path below the controller's base URL, such as {@code /api/v1/shards}
 * @param fields writes the body's fields; called at each attempt
 * @param answer reads what the controller tells
 */
public record RegistrationRequest<A>(
        Role role, int serviceId, String path, Consumer<JsonGenerator> fields, AnswerReader<A> answer) {}
