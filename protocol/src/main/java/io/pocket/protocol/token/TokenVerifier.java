package io.pocket.protocol.token;

import io.pocket.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;

/** Tells whom a token proves its holder to be. Safe for any thread. */
@FunctionalInterface
public interface TokenVerifier {
    /**
     * Checks a token.
     *
     * @param nowEpochSeconds wall clock
     * @throws TokenException if the token proves nothing
     */
    Principal verify(Bytes token, long nowEpochSeconds) throws TokenException;

    /** Accepts this controller's job tokens and this cluster's service tokens. */
    static TokenVerifier of(PublicKey controllerKey, ClusterKey clusterKey) {
        return (bytes, now) -> {
            byte[] token = bytes.toArray();
            if (JobToken.isJobToken(token)) {
                return JobToken.verify(token, controllerKey, now);
            }
            if (ServiceToken.isServiceToken(token)) {
                return ServiceToken.verify(token, clusterKey, now);
            }
            throw new TokenException("this is neither a job token nor a service token");
        };
    }

    /**
     * The controller's key as it hands it out.
     *
     * @param x509 SubjectPublicKeyInfo
     * @throws IllegalArgumentException if it is no Ed25519 key
     */
    static PublicKey publicKey(byte[] x509) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key in X.509 form", e);
        }
    }
}
