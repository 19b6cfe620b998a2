package io.pocket.data.jvm;

import io.pocket.data.NodeCore;
import io.pocket.protocol.Role;
import io.pocket.protocol.message.NodeStatReply;
import io.pocket.server.FrameLoop;
import io.pocket.server.registration.ControllerClient;
import io.pocket.server.registration.ControllerNotice;
import io.pocket.server.registration.ControllerRefusedException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/**
 * A node's way out: it takes no new chunks, serves those it has until they are gone, and has the controller strike it off. On one thread, which
 * is not the loop's.
 *
 * <p>The controller is told first, so that jobs get other nodes before this one refuses; a controller that is away is told later, and keeps nobody
 * from draining. It takes the node's word until the node registers again: whoever comes back with what is left takes new chunks.
 */
final class NodeDeparture {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDeparture.class);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration LOOP_DEADLINE = Duration.ofSeconds(2);

    /** What a controller takes to answer when it is well, and more; also how long it is left alone when it does not. */
    private static final Duration TELL_TIMEOUT = Duration.ofSeconds(2);

    /** The controller asks this node before it strikes it off; after a restart it has to connect first. */
    private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(5);

    private final int nodeId;
    private final ControllerClient controller;
    private final FrameLoop loop;
    private final NodeCore core;
    private final String path;
    private boolean told;
    private long toldNanos;

    NodeDeparture(int nodeId, ControllerClient controller, FrameLoop loop, NodeCore core) {
        this.nodeId = nodeId;
        this.controller = controller;
        this.loop = loop;
        this.core = core;
        path = "/api/v1/nodes/" + nodeId;
    }

    /**
     * Goes it to its end, or until the time is over, or {@code atOnce} opens.
     *
     * @return whether nothing is left
     */
    boolean run(Duration timeout, CountDownLatch atOnce) throws InterruptedException {
        long startNanos = System.nanoTime();
        LOG.info("leaving: takes no new chunks, and waits at most {} until it holds none", timeout);
        tell();
        try {
            onLoop(() -> {
                core.leave();
                return null;
            });
            NodeStatReply left = stat();
            while (!isEmpty(left) && System.nanoTime() - startNanos < timeout.toNanos() && !isOpen(atOnce)) {
                tellAgain();
                left = stat();
            }
            return end(left, atOnce);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.error(
                    "leaving was cut short, since the event loop does not answer; chunks stay in the data directory",
                    e);
            return false;
        }
    }

    private boolean end(NodeStatReply left, CountDownLatch atOnce) throws InterruptedException {
        if (isEmpty(left)) {
            sayFarewell(atOnce);
            return true;
        }
        LOG.warn(
                "{} chunks of {} bytes are left, {} reads or writes under way; they stay in the data directory, and whoever starts the node"
                        + " again has them",
                left.chunks(),
                left.storedBytes(),
                left.pins());
        return false;
    }

    private static boolean isEmpty(NodeStatReply stat) {
        return stat.chunks() == 0 && stat.pins() == 0;
    }

    private static boolean isOpen(CountDownLatch latch) throws InterruptedException {
        return latch.await(POLL_INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    }

    private NodeStatReply stat() throws InterruptedException, ExecutionException, TimeoutException {
        return onLoop(core::stat);
    }

    private <T> T onLoop(Supplier<T> task) throws InterruptedException, ExecutionException, TimeoutException {
        return CompletableFuture.supplyAsync(task, loop).get(LOOP_DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tellAgain() {
        if (!told && System.nanoTime() - toldNanos > TELL_TIMEOUT.toNanos()) {
            tell();
        }
    }

    private void tell() {
        told = isDone("POST", path + "/drain", Optional.of(NodeDeparture::write));
        toldNanos = System.nanoTime();
    }

    private static void write(JsonGenerator json) {
        json.writeBooleanProperty("leaving", true);
        json.writeStringProperty("reason", "its process was told to end");
    }

    private void sayFarewell(CountDownLatch atOnce) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (!isStruckOff()) {
            if (System.nanoTime() - startNanos > FAREWELL_TIMEOUT.toNanos() || isOpen(atOnce)) {
                LOG.warn(
                        "node {} holds nothing and ends, but the controller still counts it: DELETE {} there",
                        nodeId,
                        path);
                return;
            }
        }
        LOG.info("node {} has left, with nothing lost", nodeId);
    }

    /** A controller that answers that it takes the node for a live one was not told, or forgot. */
    private boolean isStruckOff() {
        if (!told) {
            tell();
        }
        told &= isDone("DELETE", path, Optional.empty());
        return told;
    }

    private boolean isDone(String method, String target, Optional<Consumer<JsonGenerator>> fields) {
        try {
            controller.tell(new ControllerNotice(method, Role.NODE, nodeId, target, fields), TELL_TIMEOUT);
            return true;
        } catch (ControllerRefusedException e) {
            LOG.info("not now: {}", e.getMessage());
            return e.status() == HttpURLConnection.HTTP_NOT_FOUND;
        } catch (IOException e) {
            LOG.info("the controller does not answer: {}", e.toString());
            return false;
        }
    }
}
