package io.pocket.protocol.token;

import io.pocket.protocol.Role;

/**
 * Whom a token proves its holder to be.
 *
 * @param role CLIENT for a job token, otherwise the service's
 * @param jobNumber the job a client belongs to; 0 for services
 * @param permissions of a client, see {@link JobToken}; 0 for services
 * @param serviceId id of a service, 0 when it has none yet; 0 for clients
 * @param expiresAtEpochSeconds wall clock
 */
public record Principal(Role role, long jobNumber, int permissions, int serviceId, long expiresAtEpochSeconds) {}
