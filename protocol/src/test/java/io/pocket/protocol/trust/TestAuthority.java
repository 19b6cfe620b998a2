package io.pocket.protocol.trust;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** An authority that exists for one test: it signs certificates of servers, and its own. Keys are P-256. */
public final class TestAuthority {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.id("1.2.840.10045.4.3.2"));
    private static final Duration LIFE = Duration.ofDays(1);
    private static final AtomicLong SERIAL = new AtomicLong();

    private final String name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    private TestAuthority(String name, Instant from, Instant until) {
        this.name = name;
        certificate = sign(name, keys.getPublic(), from, until, isAuthority());
    }

    /** A new one; of two with the same name, neither believes the other's. */
    public static TestAuthority named(String name) {
        return named(name, Instant.now().minus(LIFE), Instant.now().plus(LIFE));
    }

    /** One whose own certificate is valid at other times. */
    public static TestAuthority named(String name, Instant from, Instant until) {
        return new TestAuthority(name, from, until);
    }

    /**
     * A key and a certificate of a server.
     *
     * @param hosts names and literal IPv4 addresses that it is for
     */
    public TestIdentity issue(String... hosts) {
        return issue(Instant.now().plus(LIFE), hosts);
    }

    /** As {@link #issue(String...)}, until another time. */
    public TestIdentity issue(Instant until, String... hosts) {
        KeyPair server = newKeys();
        return new TestIdentity(
                sign("server", server.getPublic(), until.minus(LIFE.multipliedBy(2)), until, isFor(hosts)),
                server.getPrivate());
    }

    /** Its certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Its certificate as a PEM file has it. */
    public String pem() {
        return TestIdentity.pem("CERTIFICATE", TestIdentity.encoded(certificate));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(String subject, PublicKey key, Instant from, Instant until, byte[] extension) {
        byte[] content = Der.sequence(
                Der.explicit(0, Der.integer(2)),
                Der.integer(SERIAL.incrementAndGet()),
                ECDSA_WITH_SHA256,
                commonName(name),
                Der.sequence(Der.time(from), Der.time(until)),
                commonName(subject),
                key.getEncoded(),
                Der.explicit(3, Der.sequence(extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] signed = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] commonName(String name) {
        return Der.sequence(Der.set(Der.sequence(Der.id("2.5.4.3"), Der.text(name))));
    }

    private static byte[] isAuthority() {
        return Der.sequence(Der.id("2.5.29.19"), Der.TRUE, Der.octets(Der.sequence(Der.TRUE)));
    }

    private static byte[] isFor(String... hosts) {
        byte[][] names = new byte[hosts.length][];
        for (int i = 0; i < hosts.length; i++) {
            names[i] = host(hosts[i]);
        }
        return Der.sequence(Der.id("2.5.29.17"), Der.octets(Der.sequence(names)));
    }

    private static byte[] host(String host) {
        try {
            return host.matches("[0-9.]+")
                    ? Der.implicit(7, InetAddress.getByName(host).getAddress())
                    : Der.implicit(2, host.getBytes(StandardCharsets.US_ASCII));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host, e);
        }
    }
}
