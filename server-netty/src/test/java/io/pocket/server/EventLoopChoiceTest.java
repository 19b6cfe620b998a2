package io.pocket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EventLoopChoiceTest {
    private static Function<EventLoopKind, EventLoopAvailability> allBut(EventLoopKind... missing) {
        return kind -> List.of(missing).contains(kind)
                ? EventLoopAvailability.unavailable(kind, "no " + kind.label() + " here")
                : EventLoopAvailability.available(kind);
    }

    @Test
    void shouldPreferEpoll() {
        EventLoopChoice choice = EventLoopChoice.choose(EventLoopPreference.AUTO, allBut());
        assertThat(choice.kind()).isEqualTo(EventLoopKind.EPOLL);
        assertThat(choice.describe()).isEqualTo("epoll");
    }

    @Test
    void shouldFallBackAndSayWhy() {
        EventLoopChoice choice =
                EventLoopChoice.choose(EventLoopPreference.AUTO, allBut(EventLoopKind.IO_URING, EventLoopKind.EPOLL));
        assertThat(choice.kind()).isEqualTo(EventLoopKind.NIO);
        assertThat(choice.describe())
                .contains("nio")
                .contains("no io_uring here")
                .contains("no epoll here");
    }

    @Test
    void shouldRefuseRatherThanFallBackWhenOneKindWasAskedFor() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EventLoopChoice.choose(EventLoopPreference.IO_URING, allBut(EventLoopKind.IO_URING)))
                .withMessageContaining("no io_uring here")
                .withMessageContaining("auto");
    }

    @Test
    void shouldReadPreferences() {
        assertThat(EventLoopPreference.parse("auto")).isEqualTo(EventLoopPreference.AUTO);
        assertThat(EventLoopPreference.parse("io_uring")).isEqualTo(EventLoopPreference.IO_URING);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventLoopPreference.parse("kqueue"))
                .withMessageContaining("'kqueue' is none of auto, io_uring, epoll, nio");
    }

    @Test
    void shouldAlwaysHaveNio() {
        assertThat(EventLoopKind.NIO.availability().available()).isTrue();
    }

    @Test
    void shouldStartWhatThisMachineHas() {
        EventLoopChoice choice = EventLoopChoice.choose(EventLoopPreference.AUTO);
        try (EventLoops loops = EventLoops.start(choice, Duration.ZERO, 2, "choice")) {
            assertThat(loops.size()).isEqualTo(2);
            assertThat(loops.loop(1).kind()).isEqualTo(choice.kind());
            assertThat(loops.loop(0).inLoop()).isFalse();
        }
    }
}
