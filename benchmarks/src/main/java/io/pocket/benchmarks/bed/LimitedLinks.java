package io.pocket.benchmarks.bed;

import io.pocket.cli.cluster.ClusterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Network namespaces of this machine, each behind a link of its own that is limited to 1 Gb/s each way. Closing it removes them; so does
 * the end of this process. Those of a process that was killed with {@code kill -9} are removed by the next one.
 */
public final class LimitedLinks implements AutoCloseable {
    /** Speed of each link, each way. */
    public static final String RATE = "1gbit";

    private static final String NAME = "pocket-bench-";
    private static final Pattern OWN = Pattern.compile("(" + NAME + "([0-9]+)-[0-9]+)\\b.*");

    /** 256 KiB is several segments as the kernel hands them over; 20 ms of queue is more than TCP needs on such a link. */
    private static final String LIMIT = " root tbf rate " + RATE + " burst 256kb latency 20ms";

    private static final int ADDRESSES_PER_LINK = 4;

    private final Thread closeAtExit = new Thread(this::remove, "links-clean-up");
    private final long pid = ProcessHandle.current().pid();
    private final String network = "10.213." + pid % 256 + ".";
    private final List<Integer> made = new ArrayList<>();

    private LimitedLinks() {
        Runtime.getRuntime().addShutdownHook(closeAtExit);
    }

    /** Why there can be none on this machine; empty if there can. */
    public static Optional<String> obstacle() {
        if (!Programs.has("ip") || !Programs.has("tc")) {
            return Optional.of("ip and tc are not installed: apt-get install iproute2");
        }
        try {
            return Shell.run("id -u").strip().equals("0")
                    ? Optional.empty()
                    : Optional.of("network namespaces need root");
        } catch (ClusterException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Makes so many; leaves nothing behind if it cannot. */
    public static LimitedLinks make(int count) {
        removeThoseLeftBehind();
        LimitedLinks links = new LimitedLinks();
        try {
            for (int i = 0; i < count; i++) {
                links.makeOne(i);
            }
            return links;
        } catch (RuntimeException e) {
            links.close();
            throw e;
        }
    }

    private void makeOne(int index) {
        String space = space(index);
        String link = link(index);
        made.add(index);
        Shell.run("ip netns add " + space);
        Shell.run("ip link add " + link + " type veth peer name eth0 netns " + space);
        Shell.run("ip addr add " + nearAddress(index) + "/30 dev " + link);
        Shell.run("ip link set " + link + " up");
        Shell.run("ip -n " + space + " addr add " + address(index) + "/30 dev eth0");
        Shell.run("ip -n " + space + " link set lo up");
        Shell.run("ip -n " + space + " link set eth0 up");
        Shell.run("ip -n " + space + " route add default via " + nearAddress(index));
        Shell.run("tc qdisc add dev " + link + LIMIT);
        Shell.run("tc -n " + space + " qdisc add dev eth0" + LIMIT);
    }

    /** Address outside of the namespaces that all of them reach. */
    public String hostAddress() {
        return nearAddress(0);
    }

    /** Address in a namespace, counted from 0. */
    public String address(int index) {
        return network + (ADDRESSES_PER_LINK * index + 2);
    }

    /** What comes before a command that is to run in a namespace. */
    public List<String> prefix(int index) {
        return List.of("ip", "netns", "exec", space(index));
    }

    private String nearAddress(int index) {
        return network + (ADDRESSES_PER_LINK * index + 1);
    }

    private String space(int index) {
        return NAME + pid + "-" + index;
    }

    /** A name of at most 15 characters. */
    private String link(int index) {
        return "pkb" + pid + "x" + index;
    }

    private static void removeThoseLeftBehind() {
        for (String line : Shell.run("ip netns list").lines().toList()) {
            Matcher own = OWN.matcher(line);
            if (own.matches() && !Files.exists(Path.of("/proc", own.group(2)))) {
                Shell.run("ip netns del " + own.group(1));
            }
        }
    }

    /** Every namespace and link is tried; the first failure is told when all were. */
    private synchronized void remove() {
        ClusterException failure = null;
        for (int index : List.copyOf(made)) {
            try {
                // Its links go with it, once the processes in it have ended; with the near end they go now.
                if (Files.exists(Path.of("/sys/class/net", link(index)))) {
                    Shell.run("ip link del " + link(index));
                }
                if (Files.exists(Path.of("/run/netns", space(index)))) {
                    Shell.run("ip netns del " + space(index));
                }
                made.remove(Integer.valueOf(index));
            } catch (ClusterException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook runs, and finds nothing to do.
        }
    }
}
