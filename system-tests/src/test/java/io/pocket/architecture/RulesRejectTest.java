package io.pocket.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot fail protects nothing: each must find every one of its offences below {@code fixture}. */
class RulesRejectTest {
    private static final String ROOT = RulesRejectTest.class.getPackageName() + ".fixture";
    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(ROOT);

    static Stream<Arguments> offences() {
        return Stream.of(
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "protocol"), List.of("ProtocolIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "slab"), List.of("SlabIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "server"), List.of("ServerIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "client"), List.of("ClientIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "metadata"), List.of("MetadataIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "data"), List.of("DataIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "monitor"), List.of("MonitorIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "control"), List.of("ControlIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "simulator"), List.of("SimulatorIntruder")),
                arguments(ModuleRules.seesOnlyWhatItMay(ROOT, "cli"), List.of("CliIntruder")),
                arguments(ModuleRules.coreOfDataSeesNoPlane(ROOT), List.of("CoreThatSeesPlane")),
                arguments(ModuleRules.dataPlaneDoesNotSee(ROOT, "jvm", "nativeplane"), List.of("JvmThatSeesNative")),
                arguments(ModuleRules.packagesFormNoCycle(ROOT), List.of("First", "Second")),
                arguments(
                        CoreRules.readNoClock(ROOT),
                        List.of("nanoTime()", "currentTimeMillis()", "instantNow()", "dateNow()", "systemClock()")),
                arguments(
                        CoreRules.useNoThreads(ROOT),
                        List.of(
                                "UsesThreads.thread()",
                                "UsesThreads.executor(",
                                "UsesThreads.future(",
                                "UsesThreads.atomic(")),
                arguments(CoreRules.areNotSynchronized(ROOT), List.of("UsesThreads.lock()")),
                arguments(
                        CoreRules.doNoInputOrOutput(ROOT),
                        List.of(
                                "DoesInputOutput.socket(",
                                "DoesInputOutput.file(",
                                "DoesInputOutput.channel(",
                                "DoesInputOutput.stream(",
                                "DoesInputOutput.log()")),
                arguments(
                        CoreRules.drawNoRandomNumbers(ROOT),
                        List.of(
                                "DrawsRandomNumbers.random()",
                                "DrawsRandomNumbers.splittable()",
                                "DrawsRandomNumbers.threadLocal()",
                                "DrawsRandomNumbers.secure()",
                                "DrawsRandomNumbers.math()",
                                "DrawsRandomNumbers.uuid()",
                                "DrawsRandomNumbers.generator()")),
                arguments(NameRules.sayWhatAClassDoes(ROOT), List.of("FrameUtils", "FrameHelper")));
    }

    @ParameterizedTest
    @MethodSource("offences")
    void shouldFindEveryOffence(ArchRule rule, List<String> offenders) {
        assertThat(reportOf(rule)).contains(offenders);
    }

    @ParameterizedTest
    @MethodSource("offences")
    void shouldSayWhatToDoInstead(ArchRule rule, List<String> offenders) {
        assertThat(rule.getDescription()).contains(", because ");
    }

    @Test
    void shouldTestEveryRule() {
        assertThat(ArchitectureTest.rules().map(ArchRule::getDescription))
                .containsExactlyInAnyOrderElementsOf(offences()
                        .map(offence -> ((ArchRule) offence.get()[0]).getDescription())
                        .toList());
    }

    @Test
    void shouldAcceptCoresThatAreGivenTimeAndRandomness() {
        assertThat(CoreRules.all(ROOT).map(RulesRejectTest::reportOf))
                .noneMatch(report -> report.contains("ConformingCore"));
    }

    private static String reportOf(ArchRule rule) {
        return rule.evaluate(FIXTURES).getFailureReport().toString();
    }
}
