package io.pocket.monitor.report;

/** Where reports go. */
@FunctionalInterface
public interface ControllerClient {
    /** One attempt, bounded in time. Never throws because of the controller or the network. */
    Delivery deliver(Report report) throws InterruptedException;
}
