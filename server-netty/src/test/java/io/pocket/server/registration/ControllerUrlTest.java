package io.pocket.server.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerUrlTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:7070", "http://localhost", "http://[::1]:1/base", "https://controller"})
    void shouldTakeUrlsThatKeepTheTokenSafe(String url) {
        assertThatCode(() -> ControllerUrl.check(URI.create(url), false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://controller:7070", "http://127.example.com", "http://10.0.0.1", "http://[fd00::1]"})
    void shouldNotLetTheTokenOutUnencryptedUnlessAllowed(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControllerUrl.check(URI.create(url), false))
                .withMessageContaining("'" + url + "'")
                .withMessageContaining("--allow-plaintext");
        assertThatCode(() -> ControllerUrl.check(URI.create(url), true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "controller:7070", "ftp://h", "http:/path", "http://h?a=b", "https://h#part"})
    void shouldRefuseWhatIsNoBaseUrl(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControllerUrl.check(URI.create(url), true))
                .withMessageContaining("'" + url + "'");
    }

    @Test
    void shouldRefuseACaFileWhereNothingIsEncrypted() {
        Optional<Path> ca = Optional.of(Path.of("ca.pem"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControllerUrl.checkCa(URI.create("http://127.0.0.1:7070"), ca))
                .withMessageContaining("--controller-ca=ca.pem")
                .withMessageContaining("'http://127.0.0.1:7070': use https");
        assertThatCode(() -> ControllerUrl.checkCa(URI.create("https://h"), ca)).doesNotThrowAnyException();
        assertThatCode(() -> ControllerUrl.checkCa(URI.create("http://h"), Optional.empty()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"http://h:1, http://h:1/api", "http://h:1/, http://h:1/api", "http://h/base/, http://h/base/api"})
    void shouldKeepThePathOfTheBaseUrl(String base, String target) {
        assertThat(ControllerUrl.below(URI.create(base), "/api")).hasToString(target);
    }
}
