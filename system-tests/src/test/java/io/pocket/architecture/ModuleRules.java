package io.pocket.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which module may see which, and that no packages form a cycle. */
final class ModuleRules {
    /** By the first package below the root: what it may use of ours besides itself. */
    private static final Map<String, List<String>> MAY_USE = Map.of(
            "protocol", List.of(),
            "slab", List.of("protocol"),
            "server", List.of("protocol"),
            "client", List.of("protocol"),
            "metadata", List.of("protocol", "slab", "server"),
            "data", List.of("protocol", "slab", "server"),
            "monitor", List.of("protocol", "server"),
            "control", List.of("protocol", "server"),
            "simulator", List.of("protocol", "slab", "client", "metadata", "data"),
            "cli", List.of("protocol", "client"));

    private ModuleRules() {}

    static Stream<ArchRule> all(String root) {
        return Stream.concat(
                MAY_USE.keySet().stream().sorted().map(module -> seesOnlyWhatItMay(root, module)),
                Stream.of(
                        coreOfDataSeesNoPlane(root),
                        dataPlaneDoesNotSee(root, "jvm", "nativeplane"),
                        packagesFormNoCycle(root)));
    }

    static ArchRule seesOnlyWhatItMay(String root, String module) {
        List<String> allowed = MAY_USE.get(module);
        String[] visible = Stream.concat(Stream.of(module), allowed.stream())
                .map(name -> root + "." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(resideOutsideOfPackages(visible)))
                .as(module + " uses, of this project, only " + allowed)
                .because("planes meet only in protocol: say it as a message there, or move what is truly shared"
                        + " to slab or server-netty")
                .allowEmptyShould(true);
    }

    static ArchRule coreOfDataSeesNoPlane(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".data..")
                .and()
                .resideOutsideOfPackages(planesOfData(root))
                .should()
                .dependOnClassesThat(resideInAnyPackage(planesOfData(root)).or(resideInAPackage(root + ".server..")))
                .as("the data plane's core sees neither of its two planes, nor Netty's server")
                .because("both planes plug into the core: give the core an interface, such as ChunkStore, instead")
                .allowEmptyShould(true);
    }

    static ArchRule dataPlaneDoesNotSee(String root, String plane, String other) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".data." + plane + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".data." + other + "..")
                .as("data plane " + plane + " does not see data plane " + other)
                .because(
                        "a node without native libraries must not need their bindings: the plane on the JVM gives them interfaces")
                .allowEmptyShould(true);
    }

    static String[] planesOfData(String root) {
        return new String[] {root + ".data.jvm..", root + ".data.nativeplane.."};
    }

    static ArchRule packagesFormNoCycle(String root) {
        return slices().matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .as("packages form no cycle")
                .because("a cycle is one package with two names: turn one arrow round with an interface,"
                        + " or put both into one package")
                .allowEmptyShould(true);
    }
}
