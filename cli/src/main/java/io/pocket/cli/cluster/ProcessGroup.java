package io.pocket.cli.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The children of one cluster, and the folder they work in. Closing it ends them, last started first asked, and removes the
 * folder; so does the end of this process, by a signal too. Thread-safe.
 */
public final class ProcessGroup implements AutoCloseable {

    private record Member(ChildProcess process, Readiness readiness) {}

    private final RunDirectory directory;
    private final List<RunDirectory> more = new ArrayList<>();
    private final Thread closeAtExit = new Thread(this::close, "pocket-clean-up");
    private final Map<String, Member> members = new LinkedHashMap<>();
    private boolean closed;

    /** Takes ownership of the folder. */
    public ProcessGroup(RunDirectory directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(closeAtExit);
    }

    /** The folder of this group. */
    public RunDirectory directory() {
        return directory;
    }

    /** Takes ownership of a further folder that members work in. */
    public synchronized void own(RunDirectory folder) {
        more.add(folder);
    }

    /** Starts a member and returns at once. A name can be used again once its process was {@linkplain #forget forgotten}. */
    public synchronized ChildProcess start(Launch launch, Readiness readiness) {
        if (closed) {
            throw new ClusterException("the cluster is shutting down: " + launch.name() + " is not started");
        }
        if (members.containsKey(launch.name())) {
            throw new IllegalArgumentException("already started: " + launch.name());
        }
        ChildProcess process = ChildProcess.start(launch, directory.logs());
        members.put(launch.name(), new Member(process, readiness));
        return process;
    }

    /** Waits until every member is ready; {@link ClusterException} with a member's last log lines if it ends or is not in time. */
    public void awaitReady(Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        for (Member member : snapshot()) {
            awaitReady(member, Duration.ofNanos(deadlineNanos - System.nanoTime()));
        }
    }

    /** Ends a member with {@code kill -9}. */
    public void kill(String name) {
        member(name).process.kill();
    }

    /** Kills a member if it still runs, starts it again as it was started before, and waits until it is ready. */
    public ChildProcess restart(String name, Duration timeout) {
        Member old = member(name);
        old.process.kill();
        forget(old.process);
        ChildProcess process = start(old.process.launch(), old.readiness);
        awaitReady(member(name), timeout);
        return process;
    }

    /** Takes a process that has ended out of the group. */
    public synchronized void forget(ChildProcess process) {
        if (process.isAlive()) {
            throw new IllegalStateException(process.name() + " still runs");
        }
        members.remove(process.name());
    }

    /** A member that has ended, if there is one. */
    public Optional<ChildProcess> firstEnded() {
        return snapshot().stream()
                .map(Member::process)
                .filter(process -> !process.isAlive())
                .findFirst();
    }

    /** A running or ended member; {@link IllegalArgumentException} lists the names there are. */
    public ChildProcess process(String name) {
        return member(name).process;
    }

    /** Ends all members and removes the folder. Harmless when repeated. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            endMembers();
        } finally {
            removeFolders();
            stopWatchingForExit();
        }
    }

    private void removeFolders() {
        try {
            more.forEach(RunDirectory::close);
        } finally {
            directory.close();
        }
    }

    private void endMembers() {
        List<Member> last = new ArrayList<>(members.values()).reversed();
        last.forEach(member -> member.process.requestEnd());
        last.forEach(member -> member.process.close());
        members.clear();
    }

    private void stopWatchingForExit() {
        if (Thread.currentThread().equals(closeAtExit)) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook runs, and finds nothing to do.
        }
    }

    private static void awaitReady(Member member, Duration timeout) {
        ChildProcess process = member.process;
        boolean settled = Poll.until(() -> !process.isAlive() || member.readiness.isReady(process), timeout);
        if (!process.isAlive()) {
            throw new ClusterException(process.name() + " ended with status " + process.exitStatus()
                    + " before it was ready; " + process.lastLines());
        }
        if (!settled) {
            throw new ClusterException(process.name() + " was not ready in time; " + process.lastLines());
        }
    }

    private synchronized Member member(String name) {
        Member member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException("no process " + name + ", only " + members.keySet());
        }
        return member;
    }

    private synchronized List<Member> snapshot() {
        return List.copyOf(members.values());
    }
}
