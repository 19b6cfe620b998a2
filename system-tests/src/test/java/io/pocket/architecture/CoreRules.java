package io.pocket.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Cores are state machines without clock, thread, I/O or randomness of their own. The simulator replays a seed only
 * while that holds.
 */
final class CoreRules {
    private static final Set<String> CLOCK_METHODS_OF_SYSTEM = Set.of("nanoTime", "currentTimeMillis");
    private static final Set<String> FILE_CLASSES = Set.of(
            "java.io.File",
            "java.io.FileDescriptor",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile");
    private static final Set<String> RANDOM_CLASSES = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");
    private static final Set<String> THREAD_CLASSES = Set.of(
            "java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer", "java.util.TimerTask", "java.lang.Process");
    /** Of java.util.concurrent: a unit, and exceptions that other code throws. */
    private static final Set<String> HARMLESS_CONCURRENT =
            Set.of("TimeUnit", "TimeoutException", "ExecutionException", "CancellationException");

    private CoreRules() {}

    static Stream<ArchRule> all(String root) {
        return Stream.of(
                readNoClock(root),
                useNoThreads(root),
                areNotSynchronized(root),
                doNoInputOrOutput(root),
                drawNoRandomNumbers(root));
    }

    static ArchRule readNoClock(String root) {
        return cores(root)
                .should()
                .callCodeUnitWhere(describe("a clock is read", CoreRules::readsClock))
                .as("cores read no clock")
                .because("the time is an argument (nowNanos or nowMillis) of the message that a core handles")
                .allowEmptyShould(true);
    }

    static ArchRule useNoThreads(String root) {
        return cores(root)
                .should()
                .dependOnClassesThat(describe("are threads or for several of them", CoreRules::isForThreads))
                .as("cores know nothing of threads")
                .because("one thread outside owns a core: return what is to be done next, and let that thread do it")
                .allowEmptyShould(true);
    }

    static ArchRule areNotSynchronized(String root) {
        return noMethods()
                .that()
                .areDeclaredInClassesThat(inCores(root))
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .as("cores take no locks")
                .because("one thread owns a core: other threads send that thread a command")
                .allowEmptyShould(true);
    }

    static ArchRule doNoInputOrOutput(String root) {
        return cores(root)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net..",
                                "javax.net..",
                                "java.nio.channels..",
                                "java.nio.file..",
                                "io.netty..",
                                "org.slf4j..")
                        .or(named("open files", FILE_CLASSES)))
                .as("cores do no input or output")
                .because("requests go in and replies and journal records come out as values or buffers;"
                        + " the process around the core has the sockets, files and logs")
                .allowEmptyShould(true);
    }

    static ArchRule drawNoRandomNumbers(String root) {
        return cores(root)
                .should()
                .dependOnClassesThat(named("make random numbers", RANDOM_CLASSES))
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callCodeUnitWhere(describe("a generator is made", CoreRules::makesGenerator))
                .as("cores draw no random numbers of their own")
                .because("a seed must replay: take a RandomGenerator or the drawn number as an argument")
                .allowEmptyShould(true);
    }

    private static GivenClassesConjunction cores(String root) {
        return noClasses().that(inCores(root));
    }

    private static DescribedPredicate<JavaClass> inCores(String root) {
        return resideInAnyPackage(root + ".metadata.core..", root + ".client.core..", root + ".data..")
                .and(resideOutsideOfPackages(ModuleRules.planesOfData(root)));
    }

    private static DescribedPredicate<JavaClass> named(String what, Set<String> names) {
        return describe(what, type -> names.contains(type.getBaseComponentType().getName()));
    }

    private static boolean readsClock(JavaCall<?> call) {
        String method = call.getTarget().getName();
        return switch (call.getTargetOwner().getName()) {
            case "java.lang.System" -> CLOCK_METHODS_OF_SYSTEM.contains(method);
            case "java.time.Clock" -> method.startsWith("system") || method.startsWith("tick");
            case "java.util.Date" -> method.equals("<init>") && takesNothing(call);
            default ->
                method.equals("now") && call.getTargetOwner().getPackageName().equals("java.time");
        };
    }

    private static boolean takesNothing(JavaCall<?> call) {
        return call.getTarget().getRawParameterTypes().isEmpty();
    }

    private static boolean isForThreads(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return THREAD_CLASSES.contains(element.getName()) || isConcurrent(element);
    }

    private static boolean isConcurrent(JavaClass element) {
        return element.getPackageName().startsWith("java.util.concurrent")
                && !HARMLESS_CONCURRENT.contains(element.getSimpleName());
    }

    private static boolean makesGenerator(JavaCall<?> call) {
        return call.getTargetOwner().isEquivalentTo(java.util.random.RandomGenerator.class)
                && call.getTarget().getRawReturnType().isEquivalentTo(java.util.random.RandomGenerator.class);
    }
}
