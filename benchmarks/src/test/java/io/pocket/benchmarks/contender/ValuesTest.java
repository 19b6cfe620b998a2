package io.pocket.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ValuesTest {
    private final Values values = new Values(1024);
    private final Key key = Key.of("bucket", 1);

    @Test
    void shouldAcceptTheRightValue() {
        assertThatCode(() -> values.glance(key, copy())).doesNotThrowAnyException();
        assertThatCode(() -> values.check(key, copy())).doesNotThrowAnyException();
    }

    @Test
    void shouldNoticeAtAGlanceAnotherKeysValueAndAnotherLength() {
        ByteBuffer ofOther =
                ByteBuffer.allocate(1024).put(values.of(Key.of("bucket", 2))).flip();

        assertThatThrownBy(() -> values.glance(key, ofOther)).isInstanceOf(WrongAnswerException.class);
        assertThatThrownBy(() -> values.glance(key, copy().limit(1023))).hasMessageContaining("1023");
    }

    @Test
    void shouldNoticeOneWrongByteWhenAllAreChecked() {
        ByteBuffer wrong = copy();
        wrong.put(500, (byte) ~wrong.get(500));

        assertThatThrownBy(() -> values.check(key, wrong)).hasMessageContaining("byte 500");
    }

    @Test
    void shouldRefuseValuesWithoutRoomForTheirStamps() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Values(15));
    }

    private ByteBuffer copy() {
        return ByteBuffer.allocate(1024).put(values.of(key)).flip();
    }
}
