package io.pocket.protocol.spin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpinPolicyTest {
    private static final long SPIN = 100_000;
    private static final long NOW = 5;

    private final SpinPolicy policy = new SpinPolicy(SPIN);

    private void waits(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            policy.waited(nanos);
        }
    }

    @Test
    void shouldNotSpinBeforeWaitsAreKnownToBeShort() {
        assertThat(policy.maySpin(NOW)).isFalse();
        waits(30, SPIN / 2);
        assertThat(policy.maySpin(NOW)).isTrue();
    }

    @Test
    void shouldNotSpinWhileWaitsAreLong() {
        waits(30, SPIN / 2);
        waits(30, 50 * SPIN);
        assertThat(policy.maySpin(NOW)).isFalse();
    }

    @Test
    void shouldRecoverFromOneLongWaitSoon() {
        waits(30, SPIN / 10);
        waits(3, 1_000_000 * SPIN);
        waits(8, SPIN / 10);
        assertThat(policy.maySpin(NOW)).isTrue();
    }

    @Test
    void shouldNeverSpinWhenTurnedOff() {
        SpinPolicy off = new SpinPolicy(0);
        off.waited(0);
        assertThat(off.maySpin(NOW)).isFalse();
    }

    @Test
    void shouldEndASpinByItsLength() {
        assertThat(policy.goesOn(NOW, NOW + SPIN - 1)).isTrue();
        assertThat(policy.goesOn(NOW, NOW + SPIN)).isFalse();
    }

    @Test
    void shouldSleepForAWhileOnceOthersTookTheProcessor() {
        waits(30, SPIN / 10);
        policy.offered(NOW, NOW + SPIN);
        assertThat(policy.goesOn(NOW, NOW)).as("it came back in time").isTrue();

        policy.offered(NOW, NOW + 2 * SPIN);

        assertThat(policy.goesOn(NOW, NOW)).isFalse();
        assertThat(policy.maySpin(NOW + 21 * SPIN)).isFalse();
        assertThat(policy.maySpin(NOW + 22 * SPIN)).isTrue();
    }

    @Test
    void shouldSpinAgainSoonAfterAFreeze() {
        waits(30, SPIN / 10);
        long thawed = NOW + 300_000_000_000L;

        policy.offered(NOW, thawed);

        assertThat(policy.maySpin(thawed + 99_000_000)).isFalse();
        assertThat(policy.maySpin(thawed + 100_000_000)).isTrue();
    }
}
