package io.pocket.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Bad arguments: status 2, and a message that names the argument. Nothing is started. */
class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|say what to measure",
                "fly|fly",
                "latency --size 8|--size must be 16 to",
                "latency --size 65m|--size must be 16 to",
                "latency --operations 0|--operations must be at least 1",
                "latency --rate -1|--rate must be 0 to",
                "throughput --clients 17|multiple of that, not 17",
                "throughput --clients 0|--clients must be 1 to",
                "throughput --seconds 0|--seconds must be",
                "metadata --objects 0|--objects must be 1 to",
                "metadata --rounds 0|--rounds must be 1 to",
                "compare --rounds 0|--rounds must be 1 to",
                "compare --only get_2k|no key 'get_2k'",
                "micro Sundial|no benchmark has a name like 'Sundial'",
                "micro -- -f none|JMH does not understand this"
            })
    void shouldRefuseBadArguments(String arguments, String message) {
        assertThat(execute(arguments)).isEqualTo(2);

        assertThat(err.toString()).contains(message).contains("Usage: ./pocket bench");
    }

    @Test
    void shouldExplainItsOptionsWithTheirUnits() {
        assertThat(execute("latency --help")).isZero();

        assertThat(out.toString()).contains("--size", "bytes, k, m", "--rate", "a second");
    }

    @Test
    void shouldTellTimeAndAllocationOfABenchmark() {
        assertThat(execute("micro -- ChunkPart -f 0 -wi 0 -i 1 -r 5ms -v SILENT"))
                .isZero();

        assertThat(out.toString())
                .contains("benchmark", "allocated B/op")
                .containsPattern("ChunkPartBenchmark\\.read +[0-9.,]+ +- +ns/op +[0-9.,]+");
    }

    private int execute(String arguments) {
        CommandLine command = BenchCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments == null ? new String[0] : arguments.split(" ", -1));
    }
}
