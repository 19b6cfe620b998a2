package io.pocket.protocol.token;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * How a service proves itself to another: HMAC-SHA256 under the cluster key.
 *
 * <pre>
 *   0       1      2      3      4            8            16           24
 *   +-------+------+------+------+------------+------------+------------+------------+
 *   |version| kind | role | zero | service id | issued at  | expires at | mac (32)   |
 *   +-------+------+------+------+------------+------------+------------+------------+
 * </pre>
 *
 * Times are seconds since 1970. Text form (HTTP bearer): base64url without padding.
 *
 * @param serviceId id of the service, 0 when it has none yet
 */
public record ServiceToken(Role role, int serviceId, long issuedAtEpochSeconds, long expiresAtEpochSeconds) {
    static final byte VERSION = 1;
    static final byte KIND = 2;
    private static final int SIGNED_LENGTH = 24;
    private static final int MAC_LENGTH = 32;

    public Bytes sign(ClusterKey key) {
        byte[] signed = signedPart();
        byte[] token = Arrays.copyOf(signed, SIGNED_LENGTH + MAC_LENGTH);
        System.arraycopy(key.mac(signed, SIGNED_LENGTH), 0, token, SIGNED_LENGTH, MAC_LENGTH);
        return Bytes.wrap(token);
    }

    /** The signed token as text for an HTTP {@code Authorization: Bearer} header. */
    public String toBearer(ClusterKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sign(key).toArray());
    }

    /**
     * The bytes behind a bearer text.
     *
     * @throws TokenException if the text is not base64url
     */
    public static Bytes fromBearer(String bearer) throws TokenException {
        try {
            return Bytes.wrap(Base64.getUrlDecoder().decode(bearer));
        } catch (IllegalArgumentException e) {
            throw new TokenException("the bearer token is not base64url");
        }
    }

    private byte[] signedPart() {
        return ByteBuffer.allocate(SIGNED_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(VERSION)
                .put(KIND)
                .put((byte) role.code())
                .put((byte) 0)
                .putInt(serviceId)
                .putLong(issuedAtEpochSeconds)
                .putLong(expiresAtEpochSeconds)
                .array();
    }

    static boolean isServiceToken(byte[] token) {
        return token.length == SIGNED_LENGTH + MAC_LENGTH && token[0] == VERSION && token[1] == KIND;
    }

    /**
     * Checks mac and expiry.
     *
     * @throws TokenException if the token proves nothing
     */
    static Principal verify(byte[] token, ClusterKey key, long nowEpochSeconds) throws TokenException {
        byte[] mac = Arrays.copyOfRange(token, SIGNED_LENGTH, token.length);
        if (!MessageDigest.isEqual(mac, key.mac(token, SIGNED_LENGTH))) {
            throw new TokenException("the service token was made with another cluster key");
        }
        ByteBuffer in = ByteBuffer.wrap(token).order(ByteOrder.LITTLE_ENDIAN);
        long expiresAt = in.getLong(16);
        if (nowEpochSeconds >= expiresAt) {
            throw new TokenException("the service token expired: compare the clocks of both machines");
        }
        return new Principal(role(in.get(2)), 0, 0, in.getInt(4), expiresAt);
    }

    private static Role role(byte code) throws TokenException {
        try {
            Role role = Role.of(code & 0xff);
            if (role == Role.CLIENT) {
                throw new TokenException("a service token cannot have the role of a client");
            }
            return role;
        } catch (ProtocolException e) {
            throw new TokenException(e.getMessage());
        }
    }
}
