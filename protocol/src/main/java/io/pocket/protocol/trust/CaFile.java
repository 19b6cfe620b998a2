package io.pocket.protocol.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEM file with the certificates of authorities; text between them is passed over. Immutable; the file is not. */
final class CaFile {
    /** Four times what operating systems ship, which is every public authority. */
    static final int BYTES_MAX = 1 << 20;

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final Pattern CERTIFICATE =
            Pattern.compile(BEGIN + "([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----");

    private final Path path;

    CaFile(Path path) {
        this.path = path;
    }

    /**
     * What is in the file now; links are followed.
     *
     * @throws CaFileException if it cannot be read, or is longer than {@value #BYTES_MAX} bytes
     */
    byte[] read() throws CaFileException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new CaFileException(
                        "CA file " + path + " is longer than " + BYTES_MAX
                                + " bytes: give one with the certificates of the controller's authority only",
                        null);
            }
            return bytes;
        } catch (CaFileException e) {
            throw e;
        } catch (IOException e) {
            throw new CaFileException(
                    "CA file " + path + " cannot be read (" + e
                            + "): give a PEM file that this process may read, with the certificate of the controller's authority",
                    e);
        }
    }

    /**
     * The certificates in what was {@linkplain #read read}, at least one.
     *
     * @throws CaFileException if there is none, or one is damaged
     */
    List<X509Certificate> parse(byte[] bytes) throws CaFileException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = CERTIFICATE.matcher(text);
        while (blocks.find()) {
            certificates.add(certificate(blocks.group(1), certificates.size() + 1));
        }
        if (certificates.size() < text.split(BEGIN, -1).length - 1) {
            throw new CaFileException(
                    "CA file " + path + " has a certificate without its end, or with what is not base64: copy it again",
                    null);
        }
        if (certificates.isEmpty()) {
            throw new CaFileException(
                    "CA file " + path + " holds no certificate: it needs at least one in PEM form (" + BEGIN + ")",
                    null);
        }
        return certificates;
    }

    private X509Certificate certificate(String base64, int ordinal) throws CaFileException {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IllegalArgumentException | CertificateException e) {
            throw new CaFileException(
                    "certificate " + ordinal + " of CA file " + path + " is damaged (" + e.getMessage()
                            + "): copy it again",
                    e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
