package io.pocket.monitor.report;

/**
 * What became of one attempt.
 *
 * @param detail what the controller or the network said, for the log; empty if all went well
 */
public record Delivery(Outcome outcome, String detail) {
    /** Whether the report arrived, and whether the same one is worth another attempt. */
    public enum Outcome {
        /** Taken. */
        ACCEPTED("Reports that the controller took"),
        /** Answered with an error that the same report would meet again. */
        REFUSED("Reports that the controller refused"),
        /** No answer, or one that asks for patience. */
        UNREACHABLE("Attempts that got no answer, or the answer to come again"),
        /** Whoever answered has no certificate that is believed, so nothing was sent; certificates and CA files get replaced. */
        UNTRUSTED("Attempts that met a certificate which is not trusted"),
        /** Never sent, or given up: a newer report came. */
        STALE("Reports that a newer one overtook");

        private final String help;

        Outcome(String help) {
            this.help = help;
        }

        public String help() {
            return help;
        }
    }

    static Delivery accepted() {
        return new Delivery(Outcome.ACCEPTED, "");
    }
}
