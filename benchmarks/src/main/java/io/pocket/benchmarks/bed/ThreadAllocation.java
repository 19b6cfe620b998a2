package io.pocket.benchmarks.bed;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.pocket.cli.cluster.ClusterException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the threads of another Java process of this machine have allocated on its heap, exactly, as its own Java machine counts it. The
 * process is asked through JMX, for which an agent is started in it; what the agent's threads allocate is left out.
 */
public final class ThreadAllocation implements AutoCloseable {
    private static final List<String> ONLOOKERS = List.of("RMI ", "JMX ", "Attach Listener", "Management");

    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final Map<Long, Long> lastBytes = new HashMap<>();

    private ThreadAllocation(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    /** Looks into a process of the same user. */
    @SuppressWarnings("BanJNDI") // The address came from the process itself, a child of this one.
    public static ThreadAllocation of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
                return new ThreadAllocation(JMXConnectorFactory.connect(address));
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException e) {
            throw new ClusterException("cannot look into process " + pid + ": " + e.getMessage(), e);
        }
    }

    /** Bytes that were allocated since the last call, by threads that live now; what a thread did before it was first seen counts too. */
    public long bytesSinceLast() {
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && !isOnlooker(thread.getThreadName())) {
                long bytes = threads.getThreadAllocatedBytes(thread.getThreadId());
                Long before = lastBytes.put(thread.getThreadId(), bytes);
                sum += bytes - (before == null ? 0 : before);
            }
        }
        return sum;
    }

    private static boolean isOnlooker(String name) {
        return ONLOOKERS.stream().anyMatch(name::startsWith);
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new ClusterException("cannot end the look into a process: " + e.getMessage(), e);
        }
    }
}
