package io.pocket.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.monitor.report.Delivery.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportSenderTest {
    private final Deque<Outcome> answers = new ArrayDeque<>();
    private final List<Long> delivered = new ArrayList<>();
    private final List<Outcome> counted = new ArrayList<>();
    private final List<Long> pausesMillis = new ArrayList<>();
    private final Deque<Report> comeWhilePausing = new ArrayDeque<>();
    private final ReportSender sender = new ReportSender(this::deliver, counted::add, this::pause, () -> 0);

    private Delivery deliver(Report report) {
        delivered.add(report.timestampMillis());
        return new Delivery(answers.remove(), "as the test says");
    }

    private void pause(Duration duration) {
        pausesMillis.add(duration.toMillis());
        if (!comeWhilePausing.isEmpty()) {
            sender.offer(comeWhilePausing.remove());
        }
    }

    @Test
    void shouldSendReportOnce() throws InterruptedException {
        answers.add(Outcome.ACCEPTED);
        sender.offer(SampleReports.at(1));
        sender.step();

        assertThat(delivered).containsExactly(1L);
        assertThat(counted).containsExactly(Outcome.ACCEPTED);
        assertThat(pausesMillis).isEmpty();
    }

    @Test
    void shouldSendTheNewestAndCountTheOvertaken() throws InterruptedException {
        answers.add(Outcome.ACCEPTED);
        sender.offer(SampleReports.at(1));
        sender.offer(SampleReports.at(2));
        sender.offer(SampleReports.at(3));
        sender.step();

        assertThat(delivered).containsExactly(3L);
        assertThat(counted).containsExactly(Outcome.STALE, Outcome.STALE, Outcome.ACCEPTED);
    }

    @Test
    void shouldTryAgainSlowerAndSlowerWhileControllerIsDown() throws InterruptedException {
        answers.addAll(List.of(Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.ACCEPTED));
        sender.offer(SampleReports.at(1));
        for (int i = 0; i < 4; i++) {
            sender.step();
        }

        assertThat(delivered).containsExactly(1L, 1L, 1L, 1L);
        assertThat(pausesMillis).containsExactly(100L, 200L, 400L);
    }

    @Test
    void shouldDropFailedReportWhenNewerOneComes() throws InterruptedException {
        answers.addAll(List.of(Outcome.UNREACHABLE, Outcome.ACCEPTED));
        comeWhilePausing.add(SampleReports.at(2));
        sender.offer(SampleReports.at(1));
        sender.step();
        sender.step();

        assertThat(delivered).containsExactly(1L, 2L);
        assertThat(counted).containsExactly(Outcome.UNREACHABLE, Outcome.STALE, Outcome.ACCEPTED);
    }

    /** The controller's certificate or the CA file may be replaced at any time. */
    @Test
    void shouldRepeatSlowerAndSlowerWhatMetACertificateThatIsNotTrusted() throws InterruptedException {
        answers.addAll(List.of(Outcome.UNTRUSTED, Outcome.UNTRUSTED, Outcome.ACCEPTED));
        sender.offer(SampleReports.at(1));
        for (int i = 0; i < 3; i++) {
            sender.step();
        }

        assertThat(delivered).containsExactly(1L, 1L, 1L);
        assertThat(pausesMillis).containsExactly(100L, 200L);
    }

    @Test
    void shouldNotRepeatWhatWasRefused() throws InterruptedException {
        answers.addAll(List.of(Outcome.REFUSED, Outcome.ACCEPTED));
        comeWhilePausing.add(SampleReports.at(2));
        sender.offer(SampleReports.at(1));
        sender.step();
        sender.step();

        assertThat(delivered).containsExactly(1L, 2L);
        assertThat(counted).containsExactly(Outcome.REFUSED, Outcome.ACCEPTED);
    }

    @Test
    void shouldBeQuickAgainAfterControllerIsBack() throws InterruptedException {
        answers.addAll(List.of(Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.ACCEPTED, Outcome.UNREACHABLE));
        sender.offer(SampleReports.at(1));
        sender.step();
        sender.step();
        sender.step();
        sender.offer(SampleReports.at(2));
        sender.step();

        assertThat(pausesMillis).containsExactly(100L, 200L, 100L);
    }
}
