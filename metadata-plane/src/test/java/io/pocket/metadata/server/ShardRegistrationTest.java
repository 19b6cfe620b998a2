package io.pocket.metadata.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.pocket.metadata.journal.JournalIdentity;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Role;
import io.pocket.server.registration.ControllerJson;
import io.pocket.server.registration.RegistrationRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardRegistrationTest {
    private final ControllerJson json = new ControllerJson();
    private final RegistrationRequest<String> request =
            new ShardRegistration(new JournalIdentity(5L, 3, 2), new HostPort("h", 1), new HostPort("m", 2)).request();

    @Test
    void shouldSayWhoAndWhereTheShardIs() {
        assertThat(request.role()).isEqualTo(Role.SHARD);
        assertThat(request.serviceId()).isEqualTo(3);
        assertThat(new String(json.write(request.fields()), UTF_8))
                .isEqualTo("{\"shardId\":3,\"logId\":5,\"epoch\":2,\"address\":\"h:1\",\"metricsAddress\":\"m:2\"}");
    }

    @Test
    void shouldReadTheKeyAndPassOverWhatItDoesNotKnow() throws IOException {
        assertThat(read("{\"new\":[{\"jobPublicKey\":1}],\"jobPublicKey\":\"k\",\"more\":{}}"))
                .isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "", "{\"jobPublicKey\":\"k\""})
    void shouldSayWhatIsWrong(String answer) {
        assertThatIOException().isThrownBy(() -> read(answer)).withMessageStartingWith("the controller's answer ");
    }

    private String read(String answer) throws IOException {
        return json.read(answer.getBytes(UTF_8), request.answer());
    }
}
