package io.pocket.protocol.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a server shows, and the key that proves it.
 *
 * @param certificate signed by a {@link TestAuthority}
 */
public record TestIdentity(X509Certificate certificate, PrivateKey key) {
    private static final char[] PASSWORD = "test".toCharArray();

    /** For a server on the platform's TLS. */
    public SSLContext serverContext() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its certificate as a PEM file has it. */
    public String certificatePem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** Its key as a PEM file (PKCS #8) has it. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** Writes {@code tls.crt} and {@code tls.key}, over those of another identity. */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("tls.crt"), certificatePem());
        Files.writeString(folder.resolve("tls.key"), keyPem());
    }

    static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String label, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
