package io.pocket.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldAlignItsColumns() {
        TextTable table = new TextTable(1, "tier", "bytes").row("dram", "5").row("a", "123456");

        assertThat(table.render()).isEqualTo("""
                        tier   bytes
                        ────  ──────
                        dram       5
                        a     123456
                        """);
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        assertThatThrownBy(() -> new TextTable(1, "tier", "bytes").row("dram"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
