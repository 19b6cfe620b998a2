package io.pocket.server.registration;

import io.pocket.protocol.Role;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * Something that a service tells the controller, and that needs no answer.
 *
 * @param method of HTTP, such as {@code DELETE}
 * @param role what the service is
 * @param serviceId its id
 * @param path below the controller's base URL, such as {@code /api/v1/nodes/7}
 * @param fields writes the body's fields; nothing for no body
 */
public record ControllerNotice(
        String method, Role role, int serviceId, String path, Optional<Consumer<JsonGenerator>> fields) {}
