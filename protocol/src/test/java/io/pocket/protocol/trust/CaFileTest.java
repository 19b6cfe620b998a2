package io.pocket.protocol.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaFileTest {
    private final TestAuthority one = TestAuthority.named("one");
    private final TestAuthority two = TestAuthority.named("two");

    @TempDir
    Path folder;

    @Test
    void shouldReadAllCertificatesAndPassOverWhatIsBetween() throws IOException {
        CaFile file = written("# ours\n" + one.pem() + "subject: two\r\n"
                + two.pem().replace("\n", "\r\n") + one.issue("host").keyPem() + "# end");
        assertThat(file.parse(file.read())).containsExactly(one.certificate(), two.certificate());
    }

    @ParameterizedTest
    @CsvSource({
        "'', holds no certificate",
        "hello, holds no certificate",
        "-----BEGIN CERTIFICATE-----, without its end",
        "-----BEGIN CERTIFICATE-----.-----END CERTIFICATE-----, not base64",
        "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----, certificate 2 of CA file",
        "-----BEGIN CERTIFICATE-----A-----END CERTIFICATE-----, certificate 2 of CA file"
    })
    void shouldRefuseWhatHoldsNoCertificateOrADamagedOne(String text, String expected) throws IOException {
        CaFile file = written(expected.startsWith("holds") ? text : one.pem() + text);
        assertThatExceptionOfType(CaFileException.class)
                .isThrownBy(() -> file.parse(file.read()))
                .withMessageContaining(folder.resolve("ca.pem").toString())
                .withMessageContaining(expected);
    }

    @Test
    void shouldNameAFileThatIsNotThereAndTheRemedy() {
        Path absent = folder.resolve("absent");
        assertThatExceptionOfType(CaFileException.class)
                .isThrownBy(() -> new CaFile(absent).read())
                .withMessageContaining("CA file " + absent + " cannot be read")
                .withMessageContaining("give a PEM file");
        assertThatExceptionOfType(CaFileException.class)
                .isThrownBy(() -> new CaFile(folder).read())
                .withMessageContaining("cannot be read");
    }

    @Test
    void shouldReadNoMoreThanItsBound() throws IOException {
        assertThat(written("x".repeat(CaFile.BYTES_MAX)).read()).hasSize(CaFile.BYTES_MAX);
        CaFile longer = written("x".repeat(CaFile.BYTES_MAX + 1));
        assertThatExceptionOfType(CaFileException.class)
                .isThrownBy(longer::read)
                .withMessageContaining("longer than 1048576 bytes");
    }

    private CaFile written(String text) throws IOException {
        return new CaFile(Files.writeString(folder.resolve("ca.pem"), text));
    }
}
