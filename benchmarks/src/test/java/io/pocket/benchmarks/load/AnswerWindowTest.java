package io.pocket.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AnswerWindowTest {
    private final AnswerWindow window = new AnswerWindow();

    @Test
    void shouldFollowTheLowestThatIsNotAnswered() {
        for (int i = 0; i < 4; i++) {
            window.give();
        }

        window.answer(3);
        assertThat(window.lowest()).isEqualTo(1);
        window.answer(1);
        assertThat(window.lowest()).isEqualTo(2);
        window.answer(2);
        assertThat(window.lowest()).isEqualTo(4);
        window.answer(4);
        assertThat(window.lowest()).isEqualTo(5);
        assertThat(window.give()).isEqualTo(5);
    }

    @Test
    void shouldRefuseAnAnswerThatIsNotDue() {
        window.give();
        window.answer(1);

        assertThatIllegalArgumentException().isThrownBy(() -> window.answer(1));
        assertThatIllegalArgumentException().isThrownBy(() -> window.answer(2));
    }
}
