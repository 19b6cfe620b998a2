package io.pocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {
    @Test
    void shouldSplitOffTheBucket() {
        assertThat(ObjectName.of("shuffle/3/4").bucket()).isEqualTo("shuffle");
    }

    /** ORIGINAL.md §8.3 row 3: hash-only names made "Aa" and "BB" the same object. */
    @Test
    void shouldTellNamesWithEqualHashesApart() {
        ObjectName a = ObjectName.of("b/Aa");
        ObjectName b = ObjectName.of("b/BB");

        assertThat(a.hashCode()).isEqualTo(b.hashCode());
        assertThat(a).isNotEqualTo(b);
        assertThat(a.compareTo(b)).isNotZero();
    }

    @Test
    void shouldOrderByUnsignedBytes() {
        assertThat(ObjectName.of("b/z")).isLessThan(ObjectName.of("b/é"));
        assertThat(ObjectName.of("b/a")).isLessThan(ObjectName.of("b/aa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a", "a/", "/", "a\ud800/b"})
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> ObjectName.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAcceptExactlyTheLongestName() {
        String longest = "b/" + "x".repeat(ObjectName.MAX_LENGTH - 2);

        assertThat(ObjectName.of(longest).lengthBytes()).isEqualTo(ObjectName.MAX_LENGTH);
        assertThatThrownBy(() -> ObjectName.of(longest + "x")).hasMessageContaining("1025");
    }

    @Test
    void shouldMatchPrefixesByBytes() {
        ObjectName name = ObjectName.of("b/part-1");

        assertThat(name.startsWith(Bytes.utf8("b/part"))).isTrue();
        assertThat(name.startsWith(Bytes.utf8("b/part-12"))).isFalse();
        assertThat(name.startsWith(Bytes.EMPTY)).isTrue();
    }
}
