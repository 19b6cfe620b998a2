package io.pocket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.cli.cluster.Installation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Bad arguments: status 2, and a message that names the argument. Nothing is started. */
class PocketCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;

    @AfterEach
    void clearHome() {
        System.clearProperty(Installation.HOME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "|say what to do",
                "dance|dance",
                "demo --fast|--fast",
                "demo --records ten|ten",
                "demo --records -1|--records must not be negative",
                "demo --records 99999999 --functions 1|need more --functions",
                "demo --functions 0|--functions must be 1 to 1000",
                "demo --kill controller|controller",
                "demo --input /no/such/folder|/no/such/folder",
                "demo --capacity much|'much' is no size",
                "demo --capacity 0|out of range",
                "demo --capacity 1k|capacity is at least",
                "demo --capacity dram=1g,dram=2g|'dram=1g,dram=2g'",
                "demo --capacity ssd=1g|no tier 'ssd'",
                "demo --tiers ram=2|'ram=2'",
                "demo --tiers dram=2,dram=1|'dram=2,dram=1'",
                "demo --tiers dram=0|1 to 64 nodes",
                "demo --shards 0|shards must be 1 to 16",
                "up --port 70000|no port: 70000",
                "up extra|extra"
            })
    void shouldRefuseBadArguments(String arguments, String message) {
        System.setProperty(Installation.HOME, home.toString());

        assertThat(execute(arguments)).isEqualTo(2);

        assertThat(err.toString()).contains(message).contains("Usage: ./pocket");
    }

    @Test
    void shouldExplainItsOptions() {
        assertThat(execute("demo --help")).isZero();

        assertThat(out.toString()).contains("--records", "5368709", "--kill", "--json", "--capacity");
    }

    @Test
    void shouldSayWithoutAStackTraceThatNothingIsBuilt() {
        System.setProperty(Installation.HOME, home.toString());

        assertThat(execute("up --port 0 --capacity 16m")).isEqualTo(1);

        assertThat(err.toString()).contains("not built").doesNotContain("\tat ");
    }

    private int execute(String arguments) {
        CommandLine command = PocketCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments == null ? new String[0] : arguments.split(" "));
    }
}
