package io.pocket.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final long NO_WAIT = 0;

    private final Mailbox<String> mailbox = new Mailbox<>();

    @Test
    void shouldKeepTheNewestOnly() throws InterruptedException {
        assertThat(mailbox.put("old")).isFalse();
        assertThat(mailbox.put("new")).isTrue();

        assertThat(mailbox.take(NO_WAIT)).contains("new");
        assertThat(mailbox.take(NO_WAIT)).isEmpty();
    }

    @Test
    void shouldPreferNewerValueToOneThatIsPutBack() throws InterruptedException {
        mailbox.put("new");

        assertThat(mailbox.putBack("old")).isFalse();
        assertThat(mailbox.take(NO_WAIT)).contains("new");
    }

    @Test
    void shouldGiveBackWhatNobodyOvertook() throws InterruptedException {
        assertThat(mailbox.putBack("old")).isTrue();

        assertThat(mailbox.take(NO_WAIT)).contains("old");
    }

    @Test
    void shouldWakeTheThreadThatWaits() throws InterruptedException {
        Thread putting = Thread.ofVirtual().start(() -> mailbox.put("late"));

        assertThat(mailbox.take(TimeUnit.SECONDS.toNanos(10))).contains("late");
        putting.join();
    }
}
