package io.pocket.server.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.pocket.server.memory.MemoryBound.Part;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the machine under a Java process takes at most.
 *
 * <pre>
 *   heap        -Xmx
 *   direct      -XX:MaxDirectMemorySize: buffers of the JDK and of Netty, which share one count
 *   metaspace   -XX:MaxMetaspaceSize; without it nothing bounds it, and {@value #METASPACE_USUAL_MEBIBYTES} MiB are assumed
 *   code        -XX:ReservedCodeCacheSize
 *   threads     an allowance: {@value #THREADS_MAX} stacks of -Xss
 *   collector   an allowance: tables of the garbage collector, 1/16 of the heap
 *   jvm         an allowance of {@value #JVM_MEBIBYTES} MiB: the machine's own code and class archive, symbols, compilers at
 *               work, what malloc keeps
 * </pre>
 */
final class JvmLimits {

    static final int METASPACE_USUAL_MEBIBYTES = 128;
    static final int THREADS_MAX = 32;
    static final int JVM_MEBIBYTES = 96;

    private static final Logger LOG = LoggerFactory.getLogger(JvmLimits.class);

    private static final int COLLECTOR_SHARE = 16;
    private static final long STACK_BYTES_USUAL = 1 << 20;

    private final Function<String, String> options;

    /** @param options the value of an option of HotSpot by its name */
    JvmLimits(Function<String, String> options) {
        this.options = options;
    }

    static JvmLimits ofThisProcess() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return new JvmLimits(name -> machine.getVMOption(name).getValue());
    }

    List<Part> parts() {
        long heap = Long.parseLong(options.apply("MaxHeapSize"));
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("heap", heap));
        parts.add(new Part("direct", direct(heap)));
        parts.add(new Part("metaspace", metaspace()));
        parts.add(new Part("code", Long.parseLong(options.apply("ReservedCodeCacheSize"))));
        parts.add(new Part("threads", THREADS_MAX * stack()));
        parts.add(new Part("collector", heap / COLLECTOR_SHARE));
        parts.add(new Part("jvm", (long) JVM_MEBIBYTES << 20));
        return parts;
    }

    /** Not set means as much as the heap. */
    private long direct(long heap) {
        long set = Long.parseLong(options.apply("MaxDirectMemorySize"));
        return set > 0 ? set : heap;
    }

    /** Not set is the largest number there is, which reads as a negative one, or not at all. */
    private long metaspace() {
        String set = options.apply("MaxMetaspaceSize");
        if (set.startsWith("-") || Long.compareUnsigned(Long.parseUnsignedLong(set), Long.MAX_VALUE / 2) > 0) {
            LOG.warn("nothing bounds the metaspace of this process: start it with -XX:MaxMetaspaceSize");
            return (long) METASPACE_USUAL_MEBIBYTES << 20;
        }
        return Long.parseLong(set);
    }

    /** In KiB; 0 means that of the operating system. */
    private long stack() {
        long set = Long.parseLong(options.apply("ThreadStackSize")) << 10;
        return set > 0 ? set : STACK_BYTES_USUAL;
    }
}
