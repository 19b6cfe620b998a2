package io.pocket.data.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.ShardEntry;
import io.pocket.protocol.message.Tombstone;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterJsonTest {

    private static final ClusterKnowledge KNOWLEDGE = new ClusterKnowledge(
            3,
            "a2V5",
            List.of(new ShardEntry(1, Long.MIN_VALUE, 9, "host:1"), new ShardEntry(2, 5, 0, "[::1]:2")),
            List.of(new Tombstone(7, Long.MAX_VALUE)),
            List.of(new JobGrant(8, 1L << 40, Long.MAX_VALUE, 3), new JobGrant(9, 0, 0, 0)),
            true);

    private final ClusterJson json = new ClusterJson();

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        assertThat(json.readKnowledge(json.write(KNOWLEDGE))).isEqualTo(KNOWLEDGE);
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() throws IOException {
        String answer = "{\"new\":{\"a\":[1,{}]},\"nodeId\":3,\"jobPublicKey\":\"k\",\"tombstones\":[],"
                + "\"shards\":[{\"shardId\":1,\"extra\":[[]],\"address\":\"h:1\",\"logId\":2,\"epoch\":3}]}";
        assertThat(json.readKnowledge(answer.getBytes(UTF_8)).shards()).containsExactly(new ShardEntry(1, 2, 3, "h:1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>",
                "{\"nodeId\":3}",
                "{\"nodeId\":\"x\"}",
                "{\"nodeId\":3,\"jobPublicKey\":\"k\",\"shards\":[3],\"tombstones\":[]}",
                "{\"nodeId\":3,\"jobPublicKey\":\"k\",\"shards\":{},\"tombstones\":[]}",
                "{\"nodeId\":3,\"jobPublicKey\":\"k\",\"shards\":[{\"shardId\":1}],\"tombstones\":[]}",
                "{\"nodeId\":3,\"jobPublicKey\":\"k\",\"shards\":[],\"tombstones\":[],\"grants\":[{\"job\":1,\"limitBytes\":-1}]}",
                "{\"nodeId\":3,\"jobPublicKey\":\"k\",\"shards\":[],\"tombstones\":[],\"draining\":1}",
                "{\"nodeId\":99999999999,\"jobPublicKey\":\"k\",\"shards\":[],\"tombstones\":[]}"
            })
    void shouldSayWhatIsWrong(String answer) {
        assertThatIOException()
                .isThrownBy(() -> json.readKnowledge(answer.getBytes(UTF_8)))
                .withMessageStartingWith("the controller's answer ");
    }

    @Test
    void shouldNeverFailInAnotherWay() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = json.write(KNOWLEDGE);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                assertThat(json.readKnowledge(bytes)).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("the controller's answer ");
            }
        }
    }
}
