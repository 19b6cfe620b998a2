package io.pocket.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.simulator.history.Observation.Kind;
import io.pocket.simulator.history.Observation.Seen;
import io.pocket.simulator.history.Observation.Terms;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static final String NAME = "b/a";
    private static final String OTHER = "b/b";
    private static final long MILLIS = 1_000_000;

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

    @Test
    void shouldAcceptThatAnObjectEndsWithItsTimeToLive() {
        putFor(100 * MILLIS, 100, 0, 1, 10);
        notFound(100 * MILLIS, 101 * MILLIS, 11);

        assertThat(HistoryChecker.check(history)).isEmpty();
    }

    @Test
    void shouldRejectAnEndBeforeTheTimeToLive() {
        putFor(100 * MILLIS, 100, 0, 1, 10);
        notFound(50 * MILLIS, 51 * MILLIS, 11);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("lost"));
    }

    @Test
    void shouldRejectAnObjectThatOutlivesItsTime() {
        putFor(100 * MILLIS, 100, 0, 1, 10);
        get(100, 110 * MILLIS, 111 * MILLIS, 10, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("outlived"));
    }

    @Test
    void shouldAcceptThatARenameMovesAnObject() {
        put(100, 0, 1, 10);
        rename(Seen.DONE, 2, 3, 11);
        addAs(OTHER, Kind.GET, Seen.DONE, 100, 4, 5, 11, 11, Terms.NONE);
        notFound(6, 7, 11);

        assertThat(HistoryChecker.check(history)).isEmpty();
    }

    @Test
    void shouldRejectARenameThatLeavesTheObjectBehind() {
        put(100, 0, 1, 10);
        rename(Seen.DONE, 2, 3, 11);
        get(100, 4, 5, 10, 12);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("old version"));
    }

    @Test
    void shouldRejectARenameThatBringsAnotherObject() {
        put(100, 0, 1, 10);
        addAs(OTHER, Kind.PUT, Seen.DONE, 200, 0, 1, 9, 0, Terms.NONE);
        rename(Seen.DONE, 2, 3, 11);
        addAs(OTHER, Kind.GET, Seen.DONE, 200, 4, 5, 11, 11, Terms.NONE);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("another object arrived"));
    }

    @Test
    void shouldRejectThatAVersionIsConsumedTwice() {
        put(100, 0, 1, 10);
        consume(2, 3, 11);
        consume(2, 5, 12);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("consumed twice"));
    }

    @Test
    void shouldRejectAnObjectThatIsSeenAfterItWasConsumed() {
        put(100, 0, 1, 10);
        consume(2, 3, 11);
        get(100, 4, 5, 10, 12);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("after it was consumed"));
    }

    @Test
    void shouldRejectAnObjectThatComesBack() {
        put(100, 0, 1, 10);
        add(Kind.DELETE, Seen.UNKNOWN, 0, 2, Long.MAX_VALUE, 0, 0);
        notFound(3, 20, 12);
        get(100, 3, 20, 10, 13);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("came back"));
    }

    @Test
    void shouldRejectAPageThatPassesOverAnObject() {
        put(100, 0, 1, 10);
        add(Kind.LIST, Seen.NOT_FOUND, 0, 2, 3, 0, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("lost"));
    }

    @Test
    void shouldRejectAPageWithWhatNobodyPut() {
        add(Kind.LIST, Seen.DONE, 0, 2, 3, 9, 10);

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("nobody put"));
    }

    @Test
    void shouldRejectAWrongCount() {
        put(100, 0, 1, 10);
        addAs("b/", Kind.COUNT, Seen.DONE, 1, 2, 3, 0, 10, Terms.NONE);
        assertThat(HistoryChecker.check(history)).isEmpty();

        addAs("b/", Kind.COUNT, Seen.DONE, 2, 4, 5, 0, 10, Terms.NONE);
        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("counted wrongly"));
    }

    @Test
    void shouldRejectAConditionThatWasNotKept() {
        put(100, 0, 1, 10);
        put(200, 2, 3, 11);
        addAs(NAME, Kind.PUT, Seen.DONE, 300, 4, 5, 12, 0, Terms.ifVersion(10));

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("another version"));
    }

    @Test
    void shouldRejectARefusalOfTheRightVersion() {
        put(100, 0, 1, 10);
        addAs(NAME, Kind.PUT, Seen.OTHER_VERSION, 300, 4, 5, 0, 10, Terms.ifVersion(10));

        assertThat(HistoryChecker.check(history)).anyMatch(line -> line.contains("version was right"));
    }

    private void putFor(long ttlNanos, long content, long from, long to, long version) {
        addAs(NAME, Kind.PUT, Seen.DONE, content, from, to, version, 0, Terms.ttl(ttlNanos));
    }

    private void rename(Seen outcome, long from, long to, long version) {
        addAs(OTHER, Kind.RENAME, outcome, 0, from, to, version, 0, Terms.from(NAME));
    }

    private void consume(long from, long to, long asOf) {
        add(Kind.CONSUME, Seen.DONE, 100, from, to, 10, asOf);
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
        addAs(NAME, kind, outcome, content, from, to, version, asOf, Terms.NONE);
    }

    private void addAs(
            String name,
            Kind kind,
            Seen outcome,
            long content,
            long from,
            long to,
            long version,
            long asOf,
            Terms terms) {
        history.add(new Observation(1, kind, name, outcome, content, from, to, version, asOf, terms));
    }
}
