package io.pocket.simulator;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;

/** Tokens without cryptography, which the simulator would only spend time on: role and number in clear. */
final class SimulatedTokens implements TokenVerifier {
    static Bytes client(long job) {
        return of(Role.CLIENT, job);
    }

    static Bytes service(Role role, int id) {
        return of(role, id);
    }

    /** The job of a client's token, 0 for a service's. */
    static long job(Bytes token) {
        return token.get(0) == (byte) Role.CLIENT.code() ? token.get(1) : 0;
    }

    private static Bytes of(Role role, long number) {
        return Bytes.copyOf(new byte[] {(byte) role.code(), (byte) number});
    }

    @Override
    public Principal verify(Bytes token, long nowEpochSeconds) throws TokenException {
        try {
            Role role = Role.of(token.get(0));
            int number = token.get(1);
            return role == Role.CLIENT
                    ? new Principal(role, number, JobToken.ALL, 0, Long.MAX_VALUE)
                    : new Principal(role, 0, 0, number, Long.MAX_VALUE);
        } catch (ProtocolException e) {
            throw new TokenException(e.getMessage());
        }
    }
}
