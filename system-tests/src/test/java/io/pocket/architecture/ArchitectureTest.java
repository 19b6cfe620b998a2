package io.pocket.architecture;

import static io.pocket.architecture.ProductionClasses.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final JavaClasses CLASSES = ProductionClasses.load();

    static final Map<String, String> PACKAGE_OF_MODULE = Map.ofEntries(
            Map.entry("protocol", ROOT + ".protocol"),
            Map.entry("client-java", ROOT + ".client"),
            Map.entry("slab", ROOT + ".slab"),
            Map.entry("server-netty", ROOT + ".server"),
            Map.entry("metadata-plane", ROOT + ".metadata"),
            Map.entry("data-plane-core", ROOT + ".data"),
            Map.entry("data-plane-jvm", ROOT + ".data.jvm"),
            Map.entry("data-plane-native", ROOT + ".data.nativeplane"),
            Map.entry("monitor-daemon", ROOT + ".monitor"),
            Map.entry("control-plane", ROOT + ".control"),
            Map.entry("simulator", ROOT + ".simulator"),
            Map.entry("cli", ROOT + ".cli"));

    static final Iterable<String> MODULES =
            PACKAGE_OF_MODULE.keySet().stream().sorted().toList();

    static Stream<ArchRule> rules() {
        return Stream.of(ModuleRules.all(ROOT), CoreRules.all(ROOT), Stream.of(NameRules.sayWhatAClassDoes(ROOT)))
                .flatMap(rules -> rules);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldFollow(ArchRule rule) {
        rule.check(CLASSES);
    }

    /** A module that is missing on this class path would pass every rule. */
    @ParameterizedTest
    @FieldSource("MODULES")
    void shouldSeeClassesOf(String module) throws IOException {
        assertThat(packagesSeen().anyMatch(name -> isWithin(name, PACKAGE_OF_MODULE.get(module))))
                .as("classes of %s are on the class path of system-tests", module)
                .isEqualTo(hasSources(Path.of("..", module, "src", "main", "java")));
    }

    /** The rules for cores must not come to nothing because a core has moved to another package. */
    @ParameterizedTest
    @ValueSource(strings = {"metadata.core", "client.core", "data"})
    void shouldSeeTheCoreIn(String name) {
        assertThat(packagesSeen()).contains(ROOT + "." + name);
    }

    @Test
    void shouldLeaveTestsOut() {
        assertThat(CLASSES.stream().filter(type -> type.getPackageName().startsWith(ROOT + ".architecture")))
                .isEmpty();
    }

    private static Stream<String> packagesSeen() {
        return CLASSES.stream().map(type -> type.getPackageName()).distinct();
    }

    private static boolean isWithin(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }

    private static boolean hasSources(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        }
    }
}
