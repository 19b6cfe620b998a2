package io.pocket.cli.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final FunctionArguments NO_ARGUMENTS = FunctionArguments.parse(new String[0], 0);

    @Test
    void shouldPutAndGet() {
        MemoryExchange exchange = new MemoryExchange();

        new WarmUp().run(exchange, NO_ARGUMENTS);

        assertThat(exchange.size()).isEqualTo(2);
    }

    @Test
    void shouldNoticeAChangedByte() {
        MemoryExchange exchange = new MemoryExchange() {
            @Override
            public byte[] get(String name) {
                byte[] bytes = super.get(name);
                bytes[bytes.length / 2]++;
                return bytes;
            }
        };

        assertThatThrownBy(() -> new WarmUp().run(exchange, NO_ARGUMENTS)).isInstanceOf(CheckFailedException.class);
    }
}
