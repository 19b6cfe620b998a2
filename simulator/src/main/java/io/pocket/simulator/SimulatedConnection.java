package io.pocket.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * A connection with TCP's manners: what is sent arrives in order and once, late, or not at all when the connection breaks; each end
 * learns of the break by itself, some time after it.
 */
final class SimulatedConnection {
    private final Scheduler scheduler;
    private final NetworkConditions conditions;
    private final End client;
    private final End server;
    private boolean broken;

    /** What an end hears. */
    interface Receiver {
        void onFrame(ByteBuffer frame);

        void onBroken();
    }

    /** One of the two ends. */
    final class End {
        private Receiver receiver;
        private long lastArrivalNanos;
        private boolean told;

        void receive(Receiver frames) {
            receiver = frames;
        }

        /**
         * Sends a frame to the other end. The kernel takes the bytes a little later than now: they are read then and not before.
         *
         * @param bytes gives the frame when the kernel takes it
         * @param taken runs once, when the kernel has the bytes or the connection is broken
         */
        void send(Supplier<byte[]> bytes, Runnable taken) {
            if (broken) {
                taken.run();
                return;
            }
            End other = this == client ? server : client;
            long takenAt = Math.max(other.lastArrivalNanos, scheduler.nowNanos() + conditions.kernelDelay(scheduler));
            long arrivesAt = takenAt + conditions.latency(scheduler);
            other.lastArrivalNanos = arrivesAt;
            scheduler.at(takenAt, () -> {
                byte[] frame = broken ? null : bytes.get();
                taken.run();
                if (frame != null) {
                    scheduler.at(arrivesAt, () -> other.arrive(frame));
                }
            });
        }

        void send(byte[] frame) {
            send(() -> frame, () -> {});
        }

        private void arrive(byte[] frame) {
            if (!broken && receiver != null) {
                receiver.onFrame(ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN));
            }
        }

        /** Ends the connection from this end; it hears nothing more, the other end learns of it later. */
        void close() {
            told = true;
            breakNow();
        }

        private void tell() {
            if (!told) {
                told = true;
                if (receiver != null) {
                    receiver.onBroken();
                }
            }
        }

        boolean isOpen() {
            return !broken;
        }
    }

    SimulatedConnection(Scheduler scheduler, NetworkConditions conditions) {
        this.scheduler = scheduler;
        this.conditions = conditions;
        client = new End();
        server = new End();
    }

    End client() {
        return client;
    }

    End server() {
        return server;
    }

    boolean isBroken() {
        return broken;
    }

    /** What is under way is lost. Each end is told after a while of its own. */
    void breakNow() {
        if (!broken) {
            broken = true;
            scheduler.after(conditions.breakNotice(scheduler), client::tell);
            scheduler.after(conditions.breakNotice(scheduler), server::tell);
        }
    }
}
