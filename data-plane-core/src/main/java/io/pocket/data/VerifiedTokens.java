package io.pocket.data;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers tokens that were verified: a burst of clients of one job brings the same token thousands of times, and a
 * signature costs more than all else that HELLO does. Only what proved something is remembered.
 */
final class VerifiedTokens implements TokenVerifier {

    private static final int ENTRIES_MAX = 1_024;

    private final TokenVerifier verifier;
    private final Map<Bytes, Principal> verified = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Principal> eldest) {
            return size() > ENTRIES_MAX;
        }
    };

    VerifiedTokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Principal verify(Bytes token, long nowEpochSeconds) throws TokenException {
        Principal known = verified.get(token);
        if (known != null && nowEpochSeconds < known.expiresAtEpochSeconds()) {
            return known;
        }
        Principal principal = verifier.verify(token, nowEpochSeconds);
        verified.put(token, principal);
        return principal;
    }
}
