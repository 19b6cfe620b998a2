package io.pocket.control.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.pocket.control.scale.MemberState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReaderTest {

    private static PodView read(String rest) {
        Pod pod = Serialization.unmarshal("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pocket-ssd-12","uid":"u","resourceVersion":"7"%s}}""".formatted(rest), Pod.class);
        return PodReader.read(pod, "pocket-ssd").orElseThrow();
    }

    @Test
    void shouldReadAPodThatNobodyHasLookedAt() {
        PodView pod = read("");
        assertThat(pod.ordinal()).isEqualTo(12);
        assertThat(pod.state()).isEqualTo(MemberState.PENDING);
        assertThat(pod.detail()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pocket-ssd-0", "pocket-ssd-01", "pocket-ssd-x", "pocket-ssd", "pocket-hdd-1", "pocket-ssd-9999999999"})
    void shouldPassOverPodsThatTheControllerDoesNotMake(String name) {
        Pod pod = new Pod();
        pod.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName(name)
                .build());
        assertThat(PodReader.read(pod, "pocket-ssd")).isEmpty();
    }

    @Test
    void shouldTellUnschedulableFromPending() {
        PodView pod = read("""
                },"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False",
                "reason":"Unschedulable","message":"0/2 nodes are available"}]""");
        assertThat(pod.state()).isEqualTo(MemberState.UNSCHEDULABLE);
        assertThat(pod.detail()).isEqualTo("Unschedulable: 0/2 nodes are available");
    }

    @Test
    void shouldSayWhatAContainerWaitsFor() {
        PodView pod = read("""
                },"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"True"}],
                "containerStatuses":[{"name":"node","ready":false,"restartCount":0,"image":"x","imageID":"",
                "state":{"waiting":{"reason":"ImagePullBackOff","message":"no such image"}}}]""");
        assertThat(pod.state()).isEqualTo(MemberState.STARTING);
        assertThat(pod.detail()).isEqualTo("node: ImagePullBackOff: no such image");
    }

    @Test
    void shouldTellAPodThatRunsFromOneThatIsReady() {
        assertThat(read("},\"status\":{\"phase\":\"Running\"").state()).isEqualTo(MemberState.UNREADY);
        assertThat(read("},\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]")
                        .state())
                .isEqualTo(MemberState.READY);
    }

    @Test
    void shouldHoldAnEndedOrEndingPodForThatWhateverElseItSays() {
        String retiring = ",\"annotations\":{\"pocket.io/retiring\":\"why\"}";
        assertThat(read(retiring).state()).isEqualTo(MemberState.RETIRING);
        assertThat(read(retiring + "},\"status\":{\"phase\":\"Failed\",\"reason\":\"Evicted\"")
                        .state())
                .isEqualTo(MemberState.FAILED);
        assertThat(read(retiring + ",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"")
                        .state())
                .isEqualTo(MemberState.ENDING);
    }
}
