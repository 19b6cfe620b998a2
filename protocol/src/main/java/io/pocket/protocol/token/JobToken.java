package io.pocket.protocol.token;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * What a registration hands out, signed by the controller (Ed25519, RFC 8032).
 *
 * <pre>
 *   0       1      2             4         12          20           28
 *   +-------+------+-------------+---------+-----------+------------+----------------+
 *   |version| kind | permissions | job no. | issued at | expires at | signature (64) |
 *   +-------+------+-------------+---------+-----------+------------+----------------+
 * </pre>
 *
 * Times are seconds since 1970.
 */
public record JobToken(long jobNumber, int permissions, long issuedAtEpochSeconds, long expiresAtEpochSeconds) {
    public static final int READ = 1;
    public static final int WRITE = 1 << 1;
    public static final int ALL = READ | WRITE;

    static final byte VERSION = 1;
    static final byte KIND = 1;
    private static final int SIGNED_LENGTH = 28;
    private static final int SIGNATURE_LENGTH = 64;
    private static final String ALGORITHM = "Ed25519";

    /** The signed bytes. @throws IllegalArgumentException if the key is not Ed25519 */
    public Bytes sign(PrivateKey key) {
        byte[] signed = signedPart();
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(signed);
            byte[] token = Arrays.copyOf(signed, SIGNED_LENGTH + SIGNATURE_LENGTH);
            System.arraycopy(signature.sign(), 0, token, SIGNED_LENGTH, SIGNATURE_LENGTH);
            return Bytes.wrap(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot sign a job token with this key", e);
        }
    }

    private byte[] signedPart() {
        return ByteBuffer.allocate(SIGNED_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(VERSION)
                .put(KIND)
                .putShort((short) permissions)
                .putLong(jobNumber)
                .putLong(issuedAtEpochSeconds)
                .putLong(expiresAtEpochSeconds)
                .array();
    }

    static boolean isJobToken(byte[] token) {
        return token.length == SIGNED_LENGTH + SIGNATURE_LENGTH && token[0] == VERSION && token[1] == KIND;
    }

    /**
     * Checks signature and expiry.
     *
     * @throws TokenException if the token proves nothing
     */
    static Principal verify(byte[] token, PublicKey key, long nowEpochSeconds) throws TokenException {
        requireSignature(token, key);
        ByteBuffer in = ByteBuffer.wrap(token).order(ByteOrder.LITTLE_ENDIAN);
        int permissions = in.getShort(2) & 0xffff;
        long expiresAt = in.getLong(20);
        if (nowEpochSeconds >= expiresAt) {
            throw new TokenException("the job token expired " + (nowEpochSeconds - expiresAt)
                    + " s ago: register again or ask the controller for a new token");
        }
        return new Principal(Role.CLIENT, in.getLong(4), permissions, 0, expiresAt);
    }

    private static void requireSignature(byte[] token, PublicKey key) throws TokenException {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(token, 0, SIGNED_LENGTH);
            if (!signature.verify(token, SIGNED_LENGTH, SIGNATURE_LENGTH)) {
                throw new TokenException("the job token is not signed by this cluster's controller");
            }
        } catch (GeneralSecurityException e) {
            throw new TokenException("the job token's signature cannot be checked: " + e.getMessage());
        }
    }
}
