package io.pocket.client;

import io.pocket.protocol.ConnectionString;

/**
 * A registered job.
 *
 * @param id for {@link PocketController#deregister}
 * @param connectionString for {@link PocketClient#connect}; holds a secret
 */
public record JobTicket(String id, String connectionString) {
    static JobTicket of(String connectionString) {
        return new JobTicket(ConnectionString.parse(connectionString).jobId(), connectionString);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "job " + id;
    }
}
