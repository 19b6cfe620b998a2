package io.pocket.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.protocol.Bytes;
import io.pocket.protocol.Role;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final long NOW = 1_800_000_000L;

    private final KeyPair controller = keyPair();
    private final ClusterKey clusterKey = ClusterKey.generate();
    private final TokenVerifier verifier = TokenVerifier.of(controller.getPublic(), clusterKey);

    @Test
    void shouldProveTheJobOfASignedToken() throws TokenException {
        Bytes token = new JobToken(17, JobToken.READ, NOW, NOW + 60).sign(controller.getPrivate());

        assertThat(verifier.verify(token, NOW)).isEqualTo(new Principal(Role.CLIENT, 17, JobToken.READ, 0, NOW + 60));
    }

    @Test
    void shouldProveTheRoleOfAServiceToken() throws TokenException {
        Bytes token = new ServiceToken(Role.NODE, 5, NOW, NOW + 60).sign(clusterKey);

        assertThat(verifier.verify(token, NOW)).isEqualTo(new Principal(Role.NODE, 0, 0, 5, NOW + 60));
    }

    @Test
    void shouldRefuseAnExpiredToken() {
        Bytes job = new JobToken(17, JobToken.ALL, NOW, NOW + 60).sign(controller.getPrivate());
        Bytes service = new ServiceToken(Role.NODE, 5, NOW, NOW + 60).sign(clusterKey);

        assertThatThrownBy(() -> verifier.verify(job, NOW + 60)).hasMessageContaining("expired");
        assertThatThrownBy(() -> verifier.verify(service, NOW + 60)).hasMessageContaining("expired");
    }

    @Test
    void shouldRefuseATokenOfAnotherController() {
        Bytes token =
                new JobToken(17, JobToken.ALL, NOW, NOW + 60).sign(keyPair().getPrivate());

        assertThatThrownBy(() -> verifier.verify(token, NOW)).isInstanceOf(TokenException.class);
    }

    @Test
    void shouldRefuseATokenWithAnyBitChanged() {
        Bytes job = new JobToken(17, JobToken.ALL, NOW, NOW + 60).sign(controller.getPrivate());
        Bytes service = new ServiceToken(Role.CONTROLLER, 0, NOW, NOW + 60).sign(clusterKey);
        for (Bytes token : new Bytes[] {job, service}) {
            for (int bit = 0; bit < token.length() * 8; bit += 3) {
                byte[] forged = token.toArray();
                forged[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> verifier.verify(Bytes.wrap(forged), NOW))
                        .isInstanceOf(TokenException.class);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoToken() {
        assertThatThrownBy(() -> verifier.verify(Bytes.EMPTY, NOW)).hasMessageContaining("neither");
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
