package io.pocket.protocol.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that all services of a cluster share: {@value #LENGTH} random bytes, in a file as hexadecimal text. */
public final class ClusterKey {
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private ClusterKey(byte[] key) {
        this.key = key;
    }

    /** Takes a copy. @throws IllegalArgumentException unless it has {@value #LENGTH} bytes */
    public static ClusterKey of(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a cluster key has " + LENGTH + " bytes, not " + key.length);
        }
        return new ClusterKey(Arrays.copyOf(key, LENGTH));
    }

    /** A new random key. */
    public static ClusterKey generate() {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        return new ClusterKey(key);
    }

    /**
     * Reads the key from its file.
     *
     * @throws IOException if the file cannot be read or holds no key; the message names the file and how to make one
     */
    public static ClusterKey load(Path file) throws IOException {
        try {
            return of(HexFormat.of().parseHex(Files.readString(file).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + " holds no cluster key: it needs " + 2 * LENGTH + " hexadecimal digits (openssl rand -hex "
                            + LENGTH + ")",
                    e);
        }
    }

    /** The text that {@link #load} reads. A secret. */
    public String toHex() {
        return HexFormat.of().formatHex(key);
    }

    byte[] mac(byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
