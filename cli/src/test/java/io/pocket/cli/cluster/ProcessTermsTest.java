package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTermsTest {
    @Test
    void shouldLeaveUsualArgumentsAsTheyAre() {
        assertThat(ProcessTerms.USUAL.merge(List.of("--a=1", "--b=2"))).containsExactly("--a=1", "--b=2");
    }

    @Test
    void shouldReplaceArgumentsOfTheSameNameAndAddOthers() {
        ProcessTerms terms = ProcessTerms.USUAL.withArguments(List.of("--a=3", "--flag"));

        assertThat(terms.merge(List.of("--a=1", "--ab=2"))).containsExactly("--a=3", "--ab=2", "--flag");
    }
}
