package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JvmCommandTest {

    @ParameterizedTest
    @EnumSource(Component.class)
    void shouldBoundAllMemoryOfEveryServer(Component component) {
        assertBounded(JvmCommand.server(component, component.memory(), "classes", List.of("--argument")));
    }

    @Test
    void shouldBoundAllMemoryOfAFunction() {
        List<String> command = JvmCommand.function(
                "Main", new JvmMemory(32, 16, 48, 24), List.of("-XX:TieredStopAtLevel=1"), "classes", List.of("word"));
        assertBounded(command);
        assertThat(command)
                .contains("-Xmx32m", "-XX:MaxDirectMemorySize=16m", "-XX:MaxMetaspaceSize=48m")
                .contains("-XX:ReservedCodeCacheSize=24m", "-XX:TieredStopAtLevel=1")
                .endsWith("Main", "word");
    }

    @Test
    void shouldGiveServersTheOptionsThatTheyHaveInImages() throws IOException {
        JvmMemory memory = new JvmMemory(1, 2, 3, 4);
        List<String> options = JvmCommand.server(Component.SHARD, memory, "classes", List.of()).stream()
                .filter(argument -> argument.startsWith("-") && !argument.equals("-cp"))
                .filter(argument -> !memory.options().contains(argument))
                .toList();
        assertThat(options).isNotEmpty();
        assertThat(Files.readAllLines(Path.of("..", "dockerfiles", "image", "java.options")))
                .as("lines of java.options")
                .containsAll(options);
    }

    private static void assertBounded(List<String> command) {
        for (String option :
                List.of("-Xmx", "-XX:MaxDirectMemorySize=", "-XX:MaxMetaspaceSize=", "-XX:ReservedCodeCacheSize=")) {
            assertThat(command)
                    .filteredOn(argument -> argument.startsWith(option))
                    .as(option)
                    .singleElement()
                    .satisfies(argument -> assertThat(argument).matches(option + "[1-9][0-9]*m"));
        }
    }
}
