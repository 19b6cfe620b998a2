package io.pocket.server.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.pocket.protocol.Role;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.ServiceToken;
import io.pocket.server.registration.ScriptedController.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

@Timeout(60)
class RegistrarTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Answer ACCEPTED = new Answer(200, "{\"told\":\"secret\"}");
    private static final Answer DOWN = new Answer(503, "starting");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_000));

    private final ClusterKey key = ClusterKey.generate();

    @Test
    void shouldSendBodyAndTokenWithTheServiceIdBelowTheBaseUrl() throws Exception {
        try (ScriptedController controller = new ScriptedController(ACCEPTED)) {
            Registrar.Outcome<String> outcome = registrar(controller).register(Optional.empty(), LONG);
            assertThat(outcome).isEqualTo(new Registrar.Outcome<>("secret", true));
            assertThat(controller.requests)
                    .containsExactly(new ScriptedController.Request(
                            "/base/api/v1/things",
                            new ServiceToken(Role.NODE, 7, 1_000, 1_300).toBearer(key),
                            "{\"thing\":7}"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void shouldTryAgainWhenTheControllerCannotAnswerNow(int status) throws Exception {
        try (ScriptedController controller = new ScriptedController(new Answer(status, ""), ACCEPTED)) {
            assertThat(registrar(controller).register(Optional.empty(), LONG).registered())
                    .isTrue();
            assertThat(controller.requests).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "", "{}", "{\"told\":"})
    void shouldTryAgainAfterAnAnswerThatIsNotTheOneExpected(String answer) throws Exception {
        try (ScriptedController controller = new ScriptedController(new Answer(200, answer), ACCEPTED)) {
            assertThat(registrar(controller).register(Optional.empty(), LONG).registered())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 308, 400, 401, 403, 409})
    void shouldGiveUpAtOnceWhenRefusedAndFollowNoRedirect(int status) throws Exception {
        try (ScriptedController controller = new ScriptedController(new Answer(status, "no such thing"), ACCEPTED)) {
            assertThatExceptionOfType(ControllerRefusedException.class)
                    .isThrownBy(() -> registrar(controller).register(Optional.of("old"), LONG))
                    .withMessageContaining(controller.url() + " answered " + status)
                    .satisfies(e -> assertThat(e.status()).isEqualTo(status));
            assertThat(controller.requests).hasSize(1);
        }
    }

    @Test
    void shouldSayWhatToCompareWhenTheTokenIsNotBelieved() throws Exception {
        try (ScriptedController controller = new ScriptedController(new Answer(401, "{\"detail\":\"no\"}"))) {
            assertThatExceptionOfType(ControllerRefusedException.class)
                    .isThrownBy(() -> registrar(controller).register(Optional.empty(), LONG))
                    .withMessageContaining("{\"detail\":\"no\"}; compare cluster keys and clocks");
        }
    }

    @Test
    void shouldRefuseAnAnswerWithoutEnd() throws Exception {
        String endless = "{\"told\":\"" + "x".repeat(5 << 20) + "\"}";
        try (ScriptedController controller = new ScriptedController(new Answer(200, endless))) {
            assertThatIOException()
                    .isThrownBy(() -> registrar(controller).register(Optional.empty(), SHORT))
                    .withMessageContaining("exceeds");
        }
    }

    @Test
    void shouldGiveUpAtTheDeadlineWithTheLastReason() throws Exception {
        try (ScriptedController controller = new ScriptedController(DOWN)) {
            assertThatIOException()
                    .isThrownBy(() -> registrar(controller).register(Optional.empty(), SHORT))
                    .withMessageContaining("could not register")
                    .withMessageContaining("answered 503: starting");
            assertThat(controller.requests).hasSizeGreaterThan(1);
        }
    }

    @Test
    void shouldFallBackToWhatIsKnownAfterOneAttemptAndGoOnInTheBackground() throws Exception {
        try (ScriptedController controller = new ScriptedController(DOWN, DOWN, ACCEPTED)) {
            Registrar<String> registrar = registrar(controller);
            assertThat(registrar.register(Optional.of("old"), LONG)).isEqualTo(new Registrar.Outcome<>("old", false));
            assertThat(controller.requests).hasSize(1);
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            try (AutoCloseable background = registrar.registerInBackground(told::add)) {
                assertThat(background).isNotNull();
                assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("secret");
            }
            assertThat(controller.requests).hasSize(3);
        }
    }

    private Registrar<String> registrar(ScriptedController controller) {
        RegistrationRequest<String> request = new RegistrationRequest<>(
                Role.NODE, 7, "/api/v1/things", json -> json.writeNumberProperty("thing", 7), RegistrarTest::readTold);
        return new Registrar<>(new ControllerClient(controller.url(), Optional.empty(), key, CLOCK), request);
    }

    private static String readTold(JsonParser json) throws IOException {
        ControllerJson.require("told".equals(json.nextName()), "told");
        json.nextToken();
        return json.getString();
    }
}
