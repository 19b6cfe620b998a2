package io.pocket.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void shouldShowItsId() {
        assertThat(Content.idOf(Content.of(77, 100))).isEqualTo(77);
        assertThat(Content.mismatch(77, Content.of(77, 101))).isEqualTo(-1);
    }

    @Test
    void shouldShowWhereAnotherContentBegins() {
        byte[] torn = Content.of(77, 64);
        System.arraycopy(Content.of(78, 64), 32, torn, 32, 32);

        assertThat(Content.mismatch(77, torn)).isBetween(32, 39);
    }
}
