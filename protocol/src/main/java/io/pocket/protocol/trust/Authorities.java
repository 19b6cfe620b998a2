package io.pocket.protocol.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Certificates that were in a CA file together, and the checks that believe these and no others. Immutable. */
final class Authorities {
    /** As many are named in messages. */
    private static final int NAMES_MAX = 5;

    private final byte[] source;
    private final List<X509Certificate> certificates;
    private final X509ExtendedTrustManager checks;

    /** @param source bytes of the file that they were in */
    Authorities(byte[] source, List<X509Certificate> certificates) {
        this.source = source;
        this.certificates = List.copyOf(certificates);
        this.checks = checks(certificates);
    }

    private static X509ExtendedTrustManager checks(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IllegalStateException("this Java platform checks no X.509 certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has PKCS12 and PKIX", e);
        }
    }

    boolean areFrom(byte[] bytes) {
        return Arrays.equals(source, bytes);
    }

    X509ExtendedTrustManager checks() {
        return checks;
    }

    int count() {
        return certificates.size();
    }

    /** When the first of them ends. */
    Instant firstEnd() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Those whose time is over, or has not begun: they still count, for the platform checks no dates of authorities. */
    List<String> outOfTime(Instant now) {
        return certificates.stream()
                .filter(certificate -> now.isAfter(certificate.getNotAfter().toInstant())
                        || now.isBefore(certificate.getNotBefore().toInstant()))
                .map(certificate -> name(certificate) + " (valid from "
                        + certificate.getNotBefore().toInstant() + " to "
                        + certificate.getNotAfter().toInstant() + ")")
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public String toString() {
        String names =
                certificates.stream().limit(NAMES_MAX).map(Authorities::name).collect(Collectors.joining("; "));
        return names + (certificates.size() > NAMES_MAX ? "; and " + (certificates.size() - NAMES_MAX) + " more" : "");
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
