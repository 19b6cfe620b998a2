package io.pocket.cli.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FunctionArgumentsTest {

    @Test
    void shouldReadNumbersAndText() {
        FunctionArguments arguments = parse("kind", "part=3", "input=/a=b", "seed=-1");

        assertThat(arguments.count("part")).isEqualTo(3);
        assertThat(arguments.text("input")).isEqualTo("/a=b");
        assertThat(arguments.number("seed")).isEqualTo(-1);
    }

    @Test
    void shouldNameWhatIsWrong() {
        assertThatThrownBy(() -> parse("kind", "part")).hasMessageContaining("part");
        assertThatThrownBy(() -> parse("kind").text("input")).hasMessage("parameter missing: input");
        assertThatThrownBy(() -> parse("kind", "part=x").count("part")).hasMessageContaining("no number: x");
        assertThatThrownBy(() -> parse("kind", "part=-1").count("part")).hasMessageContaining("out of range: -1");
    }

    private static FunctionArguments parse(String... words) {
        return FunctionArguments.parse(words, 1);
    }
}
