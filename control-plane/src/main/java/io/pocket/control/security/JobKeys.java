package io.pocket.control.security;

import io.pocket.control.fault.RemediableException;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.token.JobToken;
import io.pocket.protocol.token.TokenVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The Ed25519 key pair that makes a job token the controller's. Shards and nodes are given the public half. */
public final class JobKeys {

    private static final String FILE_NAME = "job-signing.pem";
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE_LABEL = "PRIVATE KEY";
    private static final String PUBLIC_LABEL = "PUBLIC KEY";

    private final KeyPair pair;

    private JobKeys(KeyPair pair) {
        this.pair = pair;
    }

    /**
     * Reads the pair from {@code job-signing.pem} in {@code directory}; where there is none, makes one, readable by its
     * owner only.
     */
    public static JobKeys in(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            return new JobKeys(Files.exists(file) ? read(file) : create(file));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new RemediableException(
                    "The controller's signing key " + file.toAbsolutePath() + " cannot be used: " + e.getMessage(),
                    "Restore the file. If it is lost for good, delete it: a new key is made, and jobs must register anew",
                    e);
        }
    }

    private static KeyPair create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        PrivateFile.write(
                file,
                pem(PRIVATE_LABEL, pair.getPrivate().getEncoded())
                        + pem(PUBLIC_LABEL, pair.getPublic().getEncoded()));
        return pair;
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        PrivateKey privateKey = KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(section(text, PRIVATE_LABEL)));
        PublicKey publicKey = TokenVerifier.publicKey(section(text, PUBLIC_LABEL));
        return new KeyPair(publicKey, privateKey);
    }

    private static String pem(String label, byte[] bytes) {
        return begin(label) + Base64.getEncoder().encodeToString(bytes) + end(label);
    }

    private static byte[] section(String text, String label) {
        int from = text.indexOf(begin(label));
        int to = text.indexOf(end(label));
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("it has no section " + label);
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin(label).length(), to));
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----\n";
    }

    private static String end(String label) {
        return "\n-----END " + label + "-----\n";
    }

    /** The token's bytes, signed. */
    public Bytes sign(JobToken token) {
        return token.sign(pair.getPrivate());
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    /** The public key as services get it: base64 of its X.509 form. */
    public String publicKeyBase64() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }
}
