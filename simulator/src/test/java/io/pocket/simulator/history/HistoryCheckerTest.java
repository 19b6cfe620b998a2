package io.pocket.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Seen;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static final String NAME = "b/a";

    private final History history = new History();

    @Test
    void shouldAcceptASerialHistory() {
        put(100, 0, 1, 10);
        get(100, 2, 3, 10, 10);
        delete(4, 5, 11);
        notFound(6, 7, 11);
        put(200, 8, 9, 12);
        get(200, 10, 11, 12, 12);

        assertThat(HistoryChecker.check(history)).isEmpty();
    }

    @Test
    void shouldAcceptOverlappingOperationsInEitherOrder() {
        put(100, 0, 10, 2);
        put(200, 0, 10, 1);
        get(200, 1, 9, 1, 1);

        assertThat(HistoryChecker.check(history)).isEmpty();
    }

    @Test
    void shouldAcceptAnUnknownPutThatWasSeenOrNotSeen() {
        add(Kind.PUT, Seen.UNKNOWN, 100, 0, Long.MAX_VALUE, 0, 0);
        notFound(1, 2, 0);
        get(100, 3, 4, 5, 5);

        assertThat(HistoryChecker.check(history)).isEmpty();
    }

    @Test
    void shouldRejectAReadOfAnOldVersion() {
        put(100, 0, 1, 10);
        put(200, 2, 3, 11);
        get(100, 4, 5, 10, 11);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("old version"));
    }

    @Test
    void shouldRejectAReadOfWhatNobodyPut() {
        put(100, 0, 1, 10);
        get(300, 2, 3, 10, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("nobody put"));
    }

    @Test
    void shouldRejectALostObject() {
        put(100, 0, 1, 10);
        notFound(2, 3, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("lost"));
    }

    @Test
    void shouldRejectAPutThatTookEffectTwice() {
        put(100, 0, 1, 10);
        put(200, 2, 3, 11);
        get(100, 4, 5, 12, 12);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("twice"));
    }

    @Test
    void shouldRejectASerialOrderAgainstRealTime() {
        put(100, 0, 1, 11);
        put(200, 2, 3, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("back in time"));
    }

    @Test
    void shouldRejectAReadFromThePast() {
        put(100, 0, 1, 10);
        delete(2, 3, 11);
        get(100, 4, 5, 10, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("back in time"));
    }

    @Test
    void shouldRejectAnIfAbsentPutOverAnObject() {
        put(100, 0, 1, 10);
        add(Kind.PUT_IF_ABSENT, Seen.DONE, 200, 2, 3, 11, 0);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("lost"));
    }

    @Test
    void shouldRejectADeletionOfNothing() {
        delete(0, 1, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("where none is"));
    }

    @Test
    void shouldRejectTheEffectOfARefusedPut() {
        add(Kind.PUT, Seen.REFUSED, 100, 0, 1, 0, 0);
        get(100, 2, 3, 10, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("refused"));
    }

    private void put(long content, long from, long to, long version) {
        add(Kind.PUT, Seen.DONE, content, from, to, version, 0);
    }

    private void get(long content, long from, long to, long version, long asOf) {
        add(Kind.GET, Seen.DONE, content, from, to, version, asOf);
    }

    private void notFound(long from, long to, long asOf) {
        add(Kind.GET, Seen.NOT_FOUND, 0, from, to, 0, asOf);
    }

    private void delete(long from, long to, long version) {
        add(Kind.DELETE, Seen.DONE, 0, from, to, version, 0);
    }

    private void add(Kind kind, Seen outcome, long content, long from, long to, long version, long asOf) {
        history.add(new Observation(1, kind, NAME, outcome, content, from, to, version, asOf));
    }
}
