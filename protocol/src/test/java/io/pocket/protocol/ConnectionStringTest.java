package io.pocket.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {
    private final ConnectionString string = new ConnectionString(
            List.of(new HostPort("10.0.0.1", 7100), new HostPort("::1", 7101)),
            "sort-17",
            Bytes.copyOf(new byte[] {1, 2, (byte) 0xff}));

    @Test
    void shouldReadBackWhatItWrote() {
        assertThat(ConnectionString.parse(string.toString())).isEqualTo(string);
    }

    @Test
    void shouldKeepTheTokenOutOfTheRedactedForm() {
        assertThat(string.redacted()).isEqualTo("pocket://10.0.0.1:7100,[::1]:7101/sort-17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://a:1/j?token=",
                "pocket://",
                "pocket://a/j?token=AA",
                "pocket://a:0/j?token=AA",
                "pocket://a:x/j?token=AA",
                "pocket://a:1/j",
                "pocket://a:1/j?token=***"
            })
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> ConnectionString.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
