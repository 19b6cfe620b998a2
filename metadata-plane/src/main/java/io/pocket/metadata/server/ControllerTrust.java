package io.pocket.metadata.server;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;

/**
 * Whose tokens are believed: service tokens from the start, job tokens once the controller's public key is known. The key is kept in the data
 * directory, so that a shard that restarts while the controller is down goes on serving. Any thread.
 */
final class ControllerTrust implements TokenVerifier {
    private static final String KEY_FILE = "controller.pub";

    private final Path file;
    private final ClusterKey clusterKey;
    private volatile TokenVerifier verifier;
    private volatile boolean known;

    /**
     * Reads the key of an earlier registration, if there was one.
     *
     * @throws IOException if the file is there and cannot be read
     */
    ControllerTrust(Path dataDirectory, ClusterKey clusterKey) throws IOException {
        this.file = dataDirectory.resolve(KEY_FILE);
        this.clusterKey = clusterKey;
        if (Files.exists(file)) {
            trust(Files.readString(file).strip());
        } else {
            verifier = TokenVerifier.of(nobody(), clusterKey);
        }
    }

    /** A key whose private half is thrown away, so that no job token is valid. */
    private static PublicKey nobody() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    boolean isKnown() {
        return known;
    }

    /**
     * Believes this key from now on, and after a restart.
     *
     * @param base64 of the X.509 form
     */
    void learn(String base64) throws IOException {
        trust(base64);
        Path fresh = file.resolveSibling(KEY_FILE + ".new");
        Files.writeString(fresh, base64);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void trust(String base64) {
        verifier = TokenVerifier.of(TokenVerifier.publicKey(Base64.getDecoder().decode(base64)), clusterKey);
        known = true;
    }

    @Override
    public Principal verify(Bytes token, long nowEpochSeconds) throws TokenException {
        return verifier.verify(token, nowEpochSeconds);
    }
}
