package io.pocket.monitor.report;

import io.pocket.monitor.report.Delivery.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when delivery begins to fail, why, and when it works again; not each second in between. One thread. */
final class DeliveryLog {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

    private Outcome last = Outcome.STALE;
    private long failures;

    void note(Delivery delivery) {
        if (delivery.outcome() == Outcome.ACCEPTED) {
            noteAccepted();
        } else {
            noteFailed(delivery);
        }
        last = delivery.outcome();
    }

    private void noteAccepted() {
        if (last != Outcome.ACCEPTED) {
            LOG.info("The controller takes reports ({} failed attempts before)", failures);
        }
        failures = 0;
    }

    private void noteFailed(Delivery delivery) {
        failures++;
        if (delivery.outcome() != last) {
            LOG.warn("Report {}: {}; going on with newer ones", delivery.outcome(), delivery.detail());
        }
    }
}
